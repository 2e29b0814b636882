package org.unroll.testkit.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unroll.nn.Init;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.CellKind;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.Closeness;

/// Dropout between the layers of a stack.
class DropoutPropertiesTest {
    private static final Sequence INPUT =
            Sequence.of(Rng.seeded(3).uniform(DType.FLOAT64, -1, 1, 4, 6, 3), 6, 2, 0, 5);

    @ParameterizedTest
    @EnumSource
    void ofRateZeroAndInInferenceIsTheIdentity(CellKind kind) {
        Tensor plain = outputs(stack(kind, 0), Mode.inference());
        Mode training = Mode.training(Rng.seeded(4));
        Closeness.assertSameBits("rate 0", outputs(stack(kind, 0), training), plain);
        Closeness.assertSameBits("inference", outputs(stack(kind, 0.5), Mode.inference()), plain);
    }

    @ParameterizedTest
    @EnumSource
    void followsTheSeed(CellKind kind) {
        RecurrentStack<?> stack = stack(kind, 0.5);
        List<Tensor> outputs =
                List.of(
                        outputs(stack, Mode.training(Rng.seeded(4))),
                        outputs(stack, Mode.training(Rng.seeded(4))),
                        outputs(stack, Mode.training(Rng.seeded(5))),
                        outputs(stack, Mode.inference()));
        Closeness.assertSameBits("the same seed", outputs.get(1), outputs.get(0));
        assertThat(Closeness.relativeError(outputs.get(2), outputs.get(0))).isGreaterThan(1e-3);
        assertThat(Closeness.relativeError(outputs.get(3), outputs.get(0))).isGreaterThan(1e-3);
    }

    private static RecurrentStack<?> stack(CellKind kind, double dropout) {
        return kind.stack(
                RecurrentOptions.of(3, 5).withLayers(3).withDropout(dropout),
                Init.pytorch(Rng.seeded(8)).withType(DType.FLOAT64));
    }

    private static Tensor outputs(RecurrentStack<?> stack, Mode mode) {
        return stack.forward(INPUT, mode).values();
    }
}
