package org.unroll.testkit.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.nn.Init;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.GruCell;
import org.unroll.recurrent.GruOptions;
import org.unroll.recurrent.HiddenState;
import org.unroll.recurrent.Recurrent;
import org.unroll.recurrent.RecurrentOutput;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.Golden;
import org.unroll.testkit.InBothTypes;

/// Both places of the reset gate and both conventions of the update gate, against the paper's
/// equations in NumPy.
class GruVariantsGoldenTest {
    static Stream<Arguments> cases() {
        return InBothTypes.of(Golden.family("gru"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isThePapers(Golden golden, DType type) {
        GruCell cell =
                new GruCell(
                        golden.number("inputSize"),
                        golden.number("hiddenSize"),
                        options(golden),
                        Init.pytorch(Rng.seeded(1)).withType(type));
        cell.parameters().load(golden.parameters("", type));
        check(Recurrent.of(cell), golden, type);
        check(Recurrent.of(cell).eagerly(), golden, type);
    }

    private static GruOptions options(Golden golden) {
        return GruOptions.standard()
                .withReset(
                        golden.text("reset").equals("after")
                                ? GruOptions.Reset.AFTER_PRODUCT
                                : GruOptions.Reset.BEFORE_PRODUCT)
                .withUpdate(
                        golden.text("updateGate").equals("keeps-old")
                                ? GruOptions.Update.KEEPS_STATE
                                : GruOptions.Update.TAKES_CANDIDATE);
    }

    private static void check(Recurrent<HiddenState> layer, Golden golden, DType type) {
        Tensor input = golden.given("input", type);
        Tensor initial = golden.given("initial.hidden", type);
        List<Tensor> by = new ArrayList<>(layer.parameters().tensors());
        by.add(input);
        by.add(initial);
        Autograd.Differentiated done =
                Autograd.differentiate(
                        by,
                        () -> {
                            RecurrentOutput<HiddenState> output =
                                    layer.run(
                                            Sequence.of(input),
                                            new HiddenState(initial),
                                            Mode.inference());
                            Tensor outputs = output.outputs().values();
                            Tensor hidden = output.finalState().hidden();
                            golden.check("output", outputs);
                            golden.check("final.hidden", hidden);
                            return outputs.times(golden.given("lossWeight.output", type))
                                    .sum()
                                    .plus(
                                            hidden.times(
                                                            golden.given(
                                                                    "lossWeight.final.hidden",
                                                                    type))
                                                    .sum());
                        });
        golden.check("loss", done.value());
        golden.check("gradient.input", done.gradients().of(input));
        golden.check("gradient.initial.hidden", done.gradients().of(initial));
        layer.parameters()
                .asMap()
                .forEach((name, tensor) ->
                        golden.check("gradient.parameter." + name, done.gradients().of(tensor)));
    }
}
