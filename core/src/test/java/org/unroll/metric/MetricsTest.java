package org.unroll.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.unroll.nn.Layout;
import org.unroll.nn.Sequence;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

class MetricsTest {
    private final Tensor logits = Rng.seeded(1).normal(DType.FLOAT64, 0, 2, 3, 4, 5);
    private final Tensor targets = Tensor.of(Rng.seeded(2).ints(12, 0, 5).toArray(), 3, 4);
    private final Sequence batch = Sequence.of(logits, 4, 0, 2);

    @Test
    void accuracyByHand() {
        Tensor scores =
                Tensor.of(new double[][] {{1, 2, 0}, {3, 3, 1}, {0, -1, -2}, {0, 0, 7}, {9, 0, 0}});
        Tensor classes = Tensor.of(new int[] {1, 0, 1, 2, -100});
        assertThat(Accuracy.of(scores, classes)).isEqualTo(new Accuracy(3, 4));
        assertThat(Accuracy.of(scores, classes).value()).isEqualTo(0.75);
        Tensor mask = Tensor.of(new int[] {1, 0, 1, 0, 1});
        assertThat(Accuracy.of(scores, classes, mask)).isEqualTo(new Accuracy(1, 2));
    }

    /// The mean over places of the negative logarithm of the softmax, in plain Java.
    @Test
    void perplexityByHand() {
        double sum = 0;
        int[][] valid = {{0, 0}, {0, 1}, {0, 2}, {0, 3}, {2, 0}, {2, 1}};
        for (int[] at : valid) {
            double total = 0;
            for (int c = 0; c < 5; c++) {
                total += Math.exp(logits.get(at[0], at[1], c));
            }
            double p = Math.exp(logits.get(at[0], at[1], targets.toInts()[at[0] * 4 + at[1]]));
            sum -= Math.log(p / total);
        }
        Perplexity found = Perplexity.of(batch, targets);
        assertThat(found.count()).isEqualTo(6);
        // as far as rounding goes, here and below
        assertThat(found.sum()).isCloseTo(sum, within(1e-12));
        assertThat(found.mean()).isCloseTo(sum / 6, within(1e-12));
        assertThat(found.value()).isCloseTo(Math.exp(sum / 6), within(1e-12));
        Tensor even = Tensor.zeros(DType.FLOAT64, 3, 7);
        assertThat(Perplexity.of(even, Tensor.of(new int[] {0, 3, 6})).value())
                .isCloseTo(7, within(1e-13));
    }

    @Test
    void batchesAddUp() {
        Accuracy accuracy = Accuracy.none();
        Perplexity perplexity = Perplexity.none();
        for (int row = 0; row < 3; row++) {
            Sequence one = Sequence.of(logits.slice(0, row, row + 1), batch.lengths()[row]);
            Tensor wanted =
                    Tensor.of(
                            java.util.Arrays.copyOfRange(targets.toInts(), row * 4, row * 4 + 4),
                            1,
                            4);
            accuracy = accuracy.plus(Accuracy.of(one, wanted));
            perplexity = perplexity.plus(Perplexity.of(one, wanted));
        }
        assertThat(accuracy).isEqualTo(Accuracy.of(batch, targets));
        assertThat(perplexity.count()).isEqualTo(6);
        assertThat(perplexity.value())
                .isCloseTo(Perplexity.of(batch, targets).value(), within(1e-12));
        assertThat(Perplexity.ofMean(2.5, 4)).isEqualTo(new Perplexity(10, 4));
    }

    @Test
    void paddingAndHolesDoNotCount() {
        Tensor mask = Tensor.of(new int[] {0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 1}, 3, 4);
        Sequence holes = Sequence.masked(logits, Layout.BATCH_FIRST, mask);
        assertThat(Accuracy.of(holes, targets)).isEqualTo(Accuracy.of(logits, targets, mask));
        assertThat(Perplexity.of(holes, targets)).isEqualTo(Perplexity.of(logits, targets, mask));
        Tensor nan = Tensor.scalar(DType.FLOAT64, Double.NaN);
        Tensor garbage = Tensor.where(mask.to(DType.FLOAT64).unsqueezed(2), logits, nan);
        int[] wild = targets.toInts();
        wild[0] = 99;
        wild[3] = -7;
        Tensor wrong = Tensor.of(wild, 3, 4);
        assertThat(Accuracy.of(holes.with(garbage), wrong)).isEqualTo(Accuracy.of(holes, targets));
        assertThat(Perplexity.of(holes.with(garbage), wrong))
                .isEqualTo(Perplexity.of(holes, targets));
        Sequence turned =
                Sequence.masked(logits.permuted(1, 0, 2), Layout.TIME_FIRST, mask.transposed());
        assertThat(Accuracy.of(turned, targets.transposed()))
                .isEqualTo(Accuracy.of(holes, targets));
    }

    @Test
    void refusals() {
        assertThatThrownBy(() -> Accuracy.none().value())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no place");
        assertThatThrownBy(() -> Perplexity.none().value()).hasMessageContaining("no place");
        assertThat(Perplexity.of(Sequence.of(logits, 0, 0, 0), targets))
                .isEqualTo(Perplexity.none());
        assertThatThrownBy(() -> Accuracy.of(logits, targets.reshaped(4, 3)))
                .hasMessageContaining("[3, 4, 5]")
                .hasMessageContaining("got int32 [4, 3]");
        Tensor seven = Tensor.of(new int[] {7});
        assertThatThrownBy(() -> Accuracy.of(Tensor.zeros(DType.FLOAT32, 1, 5), seven))
                .hasMessage("accuracy: expected classes from 0 to 4 but a target is 7");
        assertThatThrownBy(() -> Accuracy.of(logits, targets, Tensor.zeros(DType.FLOAT32, 3)))
                .hasMessage("accuracy: expected a mask [3, 4] but got [3]");
        Tensor halves = Tensor.full(DType.FLOAT32, 0.5, 3, 4);
        assertThatThrownBy(() -> Accuracy.of(logits, targets, halves))
                .hasMessageContaining("mask of 0 and 1 but it holds 0.5");
        assertThatThrownBy(() -> new Accuracy(3, 2)).hasMessageContaining("from 0 to 2");
        assertThatThrownBy(() -> new Perplexity(1, -1)).hasMessageContaining("count");
        assertThatThrownBy(() -> new Perplexity(1, 0))
                .hasMessage("expected the sum 0 over no place but got 1.0");
        for (double mean : new double[] {-0.5, Double.NaN}) {
            assertThatThrownBy(() -> Perplexity.ofMean(mean, 2))
                    .hasMessage("expected a mean >= 0 but got " + mean);
        }
        assertThat(Perplexity.ofMean(Double.POSITIVE_INFINITY, 0)).isEqualTo(Perplexity.none());
        assertThat(Perplexity.ofMean(Double.POSITIVE_INFINITY, 2).value()).isInfinite();
    }
}
