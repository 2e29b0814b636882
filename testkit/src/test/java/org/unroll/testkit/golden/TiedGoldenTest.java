package org.unroll.testkit.golden;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.loss.CrossEntropy;
import org.unroll.nn.Embedding;
import org.unroll.nn.Init;
import org.unroll.nn.Linear;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.nn.Sequential;
import org.unroll.recurrent.CellKind;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.Golden;
import org.unroll.testkit.InBothTypes;

/// A model whose embedding and output layer are one tensor against PyTorch's: its gradient is that
/// of both uses.
class TiedGoldenTest {
    static Stream<Arguments> cases() {
        return InBothTypes.of(Golden.family("tied"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isPyTorchs(Golden golden, DType type) {
        Init init = Init.pytorch(Rng.seeded(1)).withType(type);
        int count = golden.given("parameter.embedding.weight", type).dim(0);
        int size = golden.given("parameter.embedding.weight", type).dim(1);
        Embedding embedding = new Embedding(count, size, init);
        Sequential model =
                Sequential.of(
                        embedding,
                        CellKind.named(golden.text("kind"))
                                .stack(RecurrentOptions.of(size, size), init),
                        golden.text("bias").equals("True")
                                ? Linear.tiedTo(embedding, init)
                                : Linear.tiedWithoutBias(embedding));
        Map<String, Tensor> weights = new LinkedHashMap<>();
        golden.parameters("", type).forEach((name, weight) -> weights.put(ours(name), weight));
        weights.put("2.weight", golden.given("parameter.embedding.weight", type));
        model.parameters().load(weights);

        Sequence input =
                Sequence.of(golden.given("input", type), golden.given("lengths", type).toInts());
        Tensor valid = input.mask(type);
        Autograd.Differentiated done =
                Autograd.differentiate(
                        model.parameters(),
                        () -> {
                            Sequence logits = model.forward(input, Mode.inference());
                            golden.check("output", logits.values().times(valid.unsqueezed(2)));
                            return CrossEntropy.standard()
                                    .of(logits, golden.given("targets", type));
                        });
        golden.check("loss", done.value());
        for (String name : golden.parameters("", type).keySet()) {
            Tensor weight = model.parameters().get(ours(name));
            golden.check("gradient.parameter." + name, done.gradients().of(weight));
        }
    }

    /// PyTorch's names are of attributes, ours of places.
    private static String ours(String name) {
        return name.replace("embedding.", "0.")
                .replace("recurrent.", "1.")
                .replace("output.", "2.");
    }
}
