package org.unroll.testkit.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.nn.Activation;
import org.unroll.nn.Embedding;
import org.unroll.nn.Init;
import org.unroll.nn.Layer;
import org.unroll.nn.LayerNorm;
import org.unroll.nn.Linear;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.Golden;
import org.unroll.testkit.InBothTypes;

/// Linear, Embedding, LayerNorm and the functions against PyTorch.
class LayersGoldenTest {
    private static final String FUNCTION = "function-";

    static Stream<Arguments> cases() {
        return InBothTypes.of(Golden.family("layers"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isPyTorchs(Golden golden, DType type) {
        Layer layer = layer(golden, type);
        layer.parameters().load(golden.parameters("", type));
        Tensor input = golden.given("input", type);
        List<Tensor> by = new ArrayList<>(layer.parameters().tensors());
        if (input.type().isFloating()) {
            by.add(input);
        }
        Autograd.Differentiated done =
                Autograd.differentiate(
                        by,
                        () -> {
                            Tensor output = layer.forward(input);
                            golden.check("output", output);
                            return output.times(golden.given("lossWeight.output", type)).sum();
                        });
        golden.check("loss", done.value());
        if (input.type().isFloating()) {
            golden.check("gradient.input", done.gradients().of(input));
        }
        layer.parameters()
                .asMap()
                .forEach((name, tensor) ->
                        golden.check("gradient.parameter." + name, done.gradients().of(tensor)));
    }

    private static Layer layer(Golden golden, DType type) {
        Init init = Init.pytorch(Rng.seeded(1)).withType(type);
        if (golden.name().startsWith(FUNCTION)) {
            String name = golden.name().substring(FUNCTION.length());
            return Activation.valueOf(name.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
        Shape weight = golden.given("parameter.weight", type).shape();
        return switch (golden.name()) {
            case "linear" -> new Linear(weight.dim(1), weight.dim(0), init);
            case "linear-without-bias" -> Linear.withoutBias(weight.dim(1), weight.dim(0), init);
            case "embedding" -> new Embedding(weight.dim(0), weight.dim(1), init);
            case "embedding-padding" ->
                    Embedding.withPadding(
                            weight.dim(0), weight.dim(1), golden.number("paddingIndex"), init);
            case "layer-norm" -> new LayerNorm(weight.dim(0), init);
            default -> throw new AssertionError("no layer for " + golden);
        };
    }
}
