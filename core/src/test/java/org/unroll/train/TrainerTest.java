package org.unroll.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;
import org.unroll.data.InputException;
import org.unroll.nn.Mode;
import org.unroll.optim.Adam;
import org.unroll.optim.AdamOptions;
import org.unroll.optim.Schedule;
import org.unroll.optim.Sgd;
import org.unroll.optim.SgdOptions;
import org.unroll.tensor.Tensor;

class TrainerTest {
    private final LineLearner learner = new LineLearner();

    private static Trainer<Tensor> trainer(LineLearner learner, FitOptions options) {
        return Trainer.of(
                learner,
                LineLearner.data(),
                new Adam(learner.parameters(), AdamOptions.of(0.05)),
                options);
    }

    @Test
    void learns() {
        TrainingReport report = trainer(learner, FitOptions.epochs(40)).run(TrainingRun.silent());
        assertThat(learner.slope.item()).isCloseTo(2, org.assertj.core.data.Offset.offset(0.1));
        assertThat(learner.offset.item()).isCloseTo(-1, org.assertj.core.data.Offset.offset(0.1));
        assertThat(report.stopReason()).isEqualTo(StopReason.COMPLETED);
        assertThat(report.iterations()).isEqualTo(280);
        assertThat(report.epochs()).isEqualTo(40);
        assertThat(report.losses()).hasSize(280);
        assertThat(report.averageLoss()).isLessThan(0.1);
    }

    @Test
    void theSeedDecides() {
        trainer(learner, FitOptions.iterations(20)).run(TrainingRun.silent());
        LineLearner same = new LineLearner();
        trainer(same, FitOptions.iterations(20)).run(TrainingRun.silent());
        LineLearner other = new LineLearner();
        trainer(other, FitOptions.iterations(20).withSeed(43)).run(TrainingRun.silent());
        assertThat(same.slope.item())
                .isEqualTo(learner.slope.item())
                .isNotEqualTo(other.slope.item());
    }

    @Test
    void theModelEndsWithItsBestParametersAndStopsWhenNothingImproves() {
        List<Double> slopes = new ArrayList<>();
        double[] losses = {5, 3, 4, 2, 2.5, 2.1, 9, 9};
        TrainingReport report =
                trainer(learner, FitOptions.epochs(100).withPatience(3))
                        .withValidation(() -> {
                            slopes.add(learner.slope.item());
                            return Validated.of(losses[slopes.size() - 1]);
                        })
                        .run(TrainingRun.silent());
        assertThat(report.stopReason()).isEqualTo(StopReason.NO_IMPROVEMENT);
        assertThat(report.iterations()).isEqualTo(7 * 7);
        assertThat(report.bestIteration()).isEqualTo(4 * 7);
        assertThat(report.bestValidationLoss()).hasValue(2);
        assertThat(report.validationLosses()).hasSize(7);
        assertThat(learner.slope.item()).isEqualTo(slopes.get(3)).isNotEqualTo(slopes.get(6));
    }

    @Test
    void stopsOnRequestAfterSavingWhereItIs() {
        MemoryStore store = new MemoryStore();
        int[] asked = {0};
        TrainingReport report =
                trainer(learner, FitOptions.iterations(100))
                        .run(
                                TrainingRun.silent()
                                        .withCheckpoints(store)
                                        .withStop(() -> asked[0]++ == 13));
        assertThat(report.stopReason()).isEqualTo(StopReason.REQUESTED);
        assertThat(report.iterations()).isEqualTo(13);
        assertThat(store.lasts.getLast().iteration()).isEqualTo(13);
    }

    @Test
    void aCheckpointIsThereBeforeTheFirstIteration() {
        MemoryStore store = new MemoryStore();
        trainer(learner, FitOptions.iterations(10).withCheckpointEvery(4))
                .run(TrainingRun.silent().withCheckpoints(store));
        assertThat(store.lasts.stream().map(Checkpoint::iteration))
                .containsExactly(0L, 4L, 8L, 10L);
    }

    @Test
    void theListenerHearsOfEveryIteration() {
        List<String> lines = new ArrayList<>();
        trainer(learner, FitOptions.iterations(20))
                .withValidation(() -> new Validated(1.5, Map.of("accuracy", 0.25)))
                .run(TrainingRun.silent().withListener(TrainingListener.lines(10, lines::add)));
        assertThat(lines).hasSize(6);
        assertThat(lines.getFirst()).matches("iteration 1 loss \\d\\.\\d{3}");
        assertThat(lines.get(1)).isEqualTo("epoch 1 validation loss 1.500 accuracy 0.250 (best)");
        assertThat(lines.get(2)).matches("iteration 10 loss \\d\\.\\d{3}");
        assertThat(lines.get(3)).isEqualTo("epoch 2 validation loss 1.500 accuracy 0.250");
    }

    @Test
    void theRateFollowsTheScheduleAndGradientsAreClipped() {
        List<Progress> seen = new ArrayList<>();
        Trainer.of(
                        learner,
                        LineLearner.data(),
                        new org.unroll.optim.Sgd(
                                learner.parameters(), org.unroll.optim.SgdOptions.of(1)),
                        FitOptions.iterations(3).withClipNorm(0.01))
                .withSchedule((step, base) -> base / (step + 1))
                .run(
                        TrainingRun.silent()
                                .withListener(
                                        new TrainingListener() {
                                            @Override
                                            public void iteration(Progress progress) {
                                                seen.add(progress);
                                            }
                                        }));
        assertThat(seen.stream().map(Progress::learningRate)).containsExactly(1.0, 0.5, 1.0 / 3);
        assertThat(seen).allMatch(progress -> progress.gradientNorm() > 0.01);
        double moved = Math.hypot(learner.slope.item() - 0.5, learner.offset.item());
        assertThat(moved).isLessThanOrEqualTo(0.01 * (1 + 0.5 + 1.0 / 3) + 1e-12);
    }

    @Test
    void aNumberThatIsNotFiniteStopsBeforeItRuinsTheModel() {
        MemoryStore store = new MemoryStore();
        DoubleSupplier slope = () -> learner.slope.item();
        Learner<Tensor> breaking =
                new Learner<>() {
                    @Override
                    public org.unroll.tensor.Parameters parameters() {
                        return learner.parameters();
                    }

                    @Override
                    public Tensor loss(Tensor batch, Mode mode) {
                        Tensor loss = learner.loss(batch, mode);
                        double count = learner.carried().get("memory").get(0);
                        return count == 6 ? loss.minus(loss).log().times(loss) : loss;
                    }

                    @Override
                    public Map<String, Tensor> carried() {
                        return learner.carried();
                    }

                    @Override
                    public void carry(Map<String, Tensor> carried) {
                        learner.carry(carried);
                    }
                };
        Trainer<Tensor> trainer =
                Trainer.of(
                        breaking,
                        LineLearner.data(),
                        new Adam(learner.parameters(), AdamOptions.of(0.05)),
                        FitOptions.iterations(10).withCheckpointEvery(2));
        assertThatThrownBy(() -> trainer.run(TrainingRun.silent().withCheckpoints(store)))
                .isInstanceOfSatisfying(
                        NonFiniteException.class, e -> assertThat(e.iteration()).isEqualTo(6))
                .hasMessageContaining("iteration 6: the loss is -Infinity")
                .hasMessageContainingAll("LOG", "shape []")
                .hasMessageEndingWith(
                        "; the last checkpoint is of iteration 4, from which the training can be"
                                + " resumed: a lower learning rate or clipping usually helps");
        assertThat(store.lasts.getLast().iteration()).isEqualTo(4);
        assertThat(slope.getAsDouble()).isFinite();
    }

    @Test
    void ruinedParametersAreNeverSavedAndALowerRateLeadsOut() {
        MemoryStore store = new MemoryStore();
        TrainingRun run = TrainingRun.silent().withCheckpoints(store);
        FitOptions options = FitOptions.iterations(20).withCheckpointEvery(1);
        Schedule ruin = (step, base) -> base == 1 && step == 4 ? Double.MAX_VALUE : base / 10;
        SgdOptions steep = SgdOptions.of(1);
        Trainer<Tensor> trainer =
                Trainer.of(
                        learner,
                        LineLearner.data(),
                        new Sgd(learner.parameters(), steep),
                        options.withClipNorm(0));
        assertThatThrownBy(() -> trainer.withSchedule(ruin).run(run))
                .isInstanceOf(NonFiniteException.class)
                .hasMessageContaining("the last checkpoint is of iteration ");
        store.slots
                .get(CheckpointStore.Slot.LAST)
                .tensors()
                .forEach((name, tensor) -> assertThat(tensor.isFinite()).as(name).isTrue());
        LineLearner again = new LineLearner();
        store.slots.put(CheckpointStore.Slot.LAST, store.lasts.get(4));
        TrainingReport report =
                Trainer.of(
                                again,
                                LineLearner.data(),
                                new Sgd(again.parameters(), SgdOptions.of(0.1)),
                                options.withClipNorm(1))
                        .run(run.resumed());
        assertThat(report.stopReason()).isEqualTo(StopReason.COMPLETED);
        assertThat(report.averageLoss()).isFinite();
    }

    @Test
    void aRunThatIsAlreadyDoneSaysSo() {
        MemoryStore store = new MemoryStore();
        List<String> heard = new ArrayList<>();
        TrainingRun run = TrainingRun.silent().withCheckpoints(store);
        trainer(learner, FitOptions.iterations(10)).run(run);
        double slope = learner.slope.item();
        TrainingListener lines = TrainingListener.lines(1, heard::add);
        TrainingReport report =
                trainer(learner, FitOptions.iterations(7)).run(run.withListener(lines).resumed());
        assertThat(report.stopReason()).isEqualTo(StopReason.ALREADY_DONE);
        assertThat(report.iterations()).isEqualTo(10);
        assertThat(heard).containsExactly("already at iteration 10");
        assertThat(learner.slope.item()).isEqualTo(slope);
    }

    @Test
    void aNewTrainingForgetsTheBestOfAnEarlierOne() {
        MemoryStore store = new MemoryStore();
        TrainingRun run = TrainingRun.silent().withCheckpoints(store);
        trainer(learner, FitOptions.iterations(7)).withValidation(() -> Validated.of(1)).run(run);
        assertThat(store.slots).containsKey(CheckpointStore.Slot.BEST);
        trainer(learner, FitOptions.iterations(7)).run(run);
        assertThat(store.slots).doesNotContainKey(CheckpointStore.Slot.BEST);
    }

    @Test
    void resumingNeedsACheckpointOfTheSameTraining() {
        MemoryStore store = new MemoryStore();
        TrainingRun run = TrainingRun.silent().withCheckpoints(store);
        assertThatThrownBy(() -> trainer(learner, FitOptions.iterations(10)).run(run.resumed()))
                .isInstanceOf(InputException.class)
                .hasMessage("there is no checkpoint to resume from: no last checkpoint");
        trainer(learner, FitOptions.iterations(10)).withIdentity(Map.of("data", "a.csv")).run(run);
        double slope = learner.slope.item();
        assertThatThrownBy(() ->
                        trainer(learner, FitOptions.iterations(20))
                                .withIdentity(Map.of("data", "b.csv"))
                                .run(run.resumed()))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "the checkpoint belongs to another training: data was a.csv, now it is"
                                + " b.csv");
        assertThat(learner.slope.item()).isEqualTo(slope);
    }
}
