package org.unroll.testkit.golden;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.loss.CrossEntropy;
import org.unroll.nn.Init;
import org.unroll.nn.Linear;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.optim.Optimizer;
import org.unroll.recurrent.LstmState;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Gradients;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.Golden;
import org.unroll.testkit.InBothTypes;

/// Ten steps of every optimizer on an LSTM: the losses on the way, the gradients' norms and where
/// the parameters end.
class OptimizersGoldenTest {
    static Stream<Arguments> cases() {
        return InBothTypes.of(Golden.family("optimizers"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void takesTheRecordedSteps(Golden golden, DType type) {
        Init init = Init.pytorch(Rng.seeded(1)).withType(type);
        int hidden = golden.number("hiddenSize");
        RecurrentStack<LstmState> lstm =
                RecurrentStack.lstm(RecurrentOptions.of(golden.number("inputSize"), hidden), init);
        Linear head = new Linear(hidden, golden.number("classes"), init);
        Parameters parameters =
                Parameters.join(lstm.parameters().under("lstm"), head.parameters().under("head"));
        parameters.load(golden.parameters("", type));
        Sequence input = Sequence.of(golden.given("input", type));
        Tensor target = golden.given("target", type);
        Optimizer optimizer = Optimizers.of(golden, parameters);

        List<Tensor> curve = new ArrayList<>();
        List<Tensor> norms = new ArrayList<>();
        for (int step = 0; step <= 10; step++) {
            Autograd.Differentiated done =
                    Autograd.differentiate(
                            parameters,
                            () -> {
                                Sequence outputs = lstm.forward(input, Mode.inference());
                                Tensor logits = head.forward(outputs.values());
                                return CrossEntropy.standard().of(logits, target);
                            });
            curve.add(done.value());
            if (step < 10) {
                norms.add(Tensor.scalar(type, done.gradients().norm()));
                optimizer.step(clipped(golden, done.gradients()));
            }
        }
        golden.check("curve", Tensor.stack(0, curve).reshaped(-1));
        golden.check("gradientNorms", Tensor.stack(0, norms));
        parameters.asMap().forEach((name, tensor) -> golden.check("final." + name, tensor));
    }

    private static Gradients clipped(Golden golden, Gradients gradients) {
        if (golden.option("clipNorm").isPresent()) {
            return gradients.clippedToNorm(Double.parseDouble(golden.text("clipNorm")));
        }
        if (golden.option("clipValue").isPresent()) {
            return gradients.clippedToValue(Double.parseDouble(golden.text("clipValue")));
        }
        return gradients;
    }
}
