package org.unroll.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.unroll.examples.Run;
import org.unroll.formats.idx.LabelledImages;
import org.unroll.nn.Init;
import org.unroll.nn.Initializer;
import org.unroll.nn.Linear;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.optim.RmsPropOptions;
import org.unroll.recurrent.ElmanCell;
import org.unroll.recurrent.Recurrent;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

class DigitTrainingTest {
    /// Not a multiple of 32, nor of the batches for testing.
    private static final LabelledImages TRAIN = DrawnDigits.of(333, 1);

    private static final LabelledImages TEST = DrawnDigits.of(130, 2);
    private static final int EPOCHS = 3;

    private record Reader(ElmanCell cell, Linear dense, double deviation, double factor)
            implements DigitModel {
        Reader(Init init, double deviation, double factor) {
            this(new ElmanCell(28, 12, init), new Linear(12, 10, init), deviation, factor);
        }

        @Override
        public Parameters parameters() {
            return Parameters.join(cell.parameters(), dense.parameters().under("dense"));
        }

        @Override
        public Tensor logits(Tensor images, Mode mode, Rng start) {
            var initial =
                    cell.initialState(images.dim(0)).drawn(Initializer.normal(0, deviation), start);
            var read = Recurrent.of(cell).read(Sequence.of(images), initial, mode).output();
            return dense.forward(read, mode).times(factor);
        }

        @Override
        public boolean startsAtRandom() {
            return deviation > 0;
        }
    }

    private static DigitTraining training() {
        Run run = Run.ofNotebook("002", image -> {});
        return DigitTraining.of(run, TRAIN, TEST, EPOCHS, RmsPropOptions.of(0.003));
    }

    private static DigitResult.Trained trained(double deviation) {
        return training().fit("small", init -> new Reader(init, deviation, 1)).trained().getFirst();
    }

    @Test
    void itLearns() {
        var trained = trained(0);
        assertThat(trained.losses()[0]).isGreaterThan(2);
        assertThat(trained.losses()[trained.losses().length - 1])
                .isLessThan(0.95 * trained.losses()[0]);
        assertThat(trained.ends()[trained.losses().length - 1]).isEqualTo(EPOCHS * 11.0);
    }

    @Test
    void allImagesAreTried() {
        Reader[] made = new Reader[1];
        var result = training().fit("small", init -> made[0] = new Reader(init, 0, 1));
        var trained = result.trained().getFirst();
        Tensor images = TEST.pixels(IntStream.range(0, TEST.size()).toArray());
        Tensor logits = made[0].logits(images, Mode.inference(), Rng.seeded(1));
        assertThat(trained.predicted()).isEqualTo(logits.argmax(-1).toInts());
        int right = 0;
        for (int i = 0; i < TEST.size(); i++) {
            right += trained.predicted()[i] == TEST.label(i) ? 1 : 0;
        }
        assertThat(trained.accuracies()).containsExactly((double) right / TEST.size());
    }

    @Test
    void aRandomStartIsDrawnFiveTimes() {
        var trained = trained(2);
        assertThat(trained.accuracies()).hasSize(5);
        assertThat(Arrays.stream(trained.accuracies()).distinct().count()).isGreaterThan(1);
        double sum = 0;
        for (double accuracy : trained.accuracies()) {
            sum += accuracy;
        }
        assertThat(trained.accuracy()).isCloseTo(sum / 5, within(1e-12));
    }

    @Test
    void theSeedDecides() {
        var one = trained(1);
        var other = trained(1);
        assertThat(one.losses()).isEqualTo(other.losses());
        assertThat(one.accuracies()).isEqualTo(other.accuracies());
        assertThat(one.predicted()).isEqualTo(other.predicted());
    }

    @Test
    void whatIsNotFiniteIsCounted() {
        var training = training();
        var result = training.fit("broken", init -> new Reader(init, 0, Double.NaN));
        assertThat(result.failed()).isEqualTo(1);
        assertThat(result.any()).isFalse();
        assertThat(training.results()).containsExactly(result);
    }
}
