package org.unroll.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.optim.Adam;
import org.unroll.optim.AdamOptions;
import org.unroll.tensor.Tensor;

/// A run that was killed after any of its checkpoints and resumed ends as an undisturbed one, bit
/// for bit.
class ResumeTest {
    private static final FitOptions OPTIONS =
            FitOptions.iterations(40).withCheckpointEvery(1).withPatience(4).withClipNorm(0.5);

    private static Trainer<Tensor> trainer(LineLearner learner, FitOptions options) {
        return Trainer.of(
                        learner,
                        LineLearner.data(),
                        new Adam(learner.parameters(), AdamOptions.of(0.05)),
                        options.withValidateEvery(3))
                .withSchedule((step, base) -> base * Math.pow(0.95, step))
                // lowest in the middle, so that what counts as best is not simply the last
                .withValidation(() -> Validated.of(Math.abs(learner.slope.item() - 0.9)));
    }

    static IntStream kills() {
        return IntStream.rangeClosed(0, 40);
    }

    @ParameterizedTest
    @MethodSource("kills")
    void endsWithTheSameBits(int kill) {
        LineLearner whole = new LineLearner();
        MemoryStore store = new MemoryStore();
        TrainingReport expected =
                trainer(whole, OPTIONS).run(TrainingRun.silent().withCheckpoints(store));

        LineLearner resumed = new LineLearner();
        MemoryStore killed = store.killedAfter(Math.min(kill, store.lasts.size() - 1));
        TrainingReport report =
                trainer(resumed, OPTIONS)
                        .run(TrainingRun.silent().withCheckpoints(killed).resumed());

        assertThat(resumed.slope.item()).isEqualTo(whole.slope.item());
        assertThat(resumed.offset.item()).isEqualTo(whole.offset.item());
        assertThat(report.losses()).isEqualTo(expected.losses());
        assertThat(report.validationLosses()).isEqualTo(expected.validationLosses());
        assertThat(report.bestIteration()).isEqualTo(expected.bestIteration());
        assertThat(report.averageLoss()).isEqualTo(expected.averageLoss());
        boolean done = kill == 40 && expected.stopReason() == StopReason.COMPLETED;
        assertThat(report.stopReason())
                .isEqualTo(done ? StopReason.ALREADY_DONE : expected.stopReason());
        Checkpoint end = killed.slots.get(CheckpointStore.Slot.LAST);
        assertThat(end.progress()).isEqualTo(store.lasts.getLast().progress());
        assertThat(end.tensors().keySet()).isEqualTo(store.lasts.getLast().tensors().keySet());
        end.tensors()
                .forEach((name, tensor) ->
                        assertThat(tensor.toDoubles())
                                .as(name)
                                .isEqualTo(store.lasts.getLast().tensors().get(name).toDoubles()));
    }

    @Test
    void aFinishedRunGoesOnWhenItMayBeLonger() {
        FitOptions plain = FitOptions.iterations(60);
        LineLearner whole = new LineLearner();
        Trainer.of(
                        whole,
                        LineLearner.data(),
                        new Adam(whole.parameters(), AdamOptions.of(0.05)),
                        plain)
                .run(TrainingRun.silent());
        LineLearner longer = new LineLearner();
        TrainingRun run = TrainingRun.silent().withCheckpoints(new MemoryStore());
        for (int iterations : new int[] {25, 60}) {
            Trainer.of(
                            longer,
                            LineLearner.data(),
                            new Adam(longer.parameters(), AdamOptions.of(0.05)),
                            plain.withIterations(iterations))
                    .run(iterations == 25 ? run : run.resumed());
        }
        assertThat(longer.slope.item()).isEqualTo(whole.slope.item());
    }
}
