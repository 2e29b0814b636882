package org.unroll.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.unroll.benchmarks.shared.PetNames;
import org.unroll.benchmarks.shared.Precision;
import org.unroll.benchmarks.shared.Workload;
import org.unroll.benchmarks.shared.Workloads;
import org.unroll.benchmarks.shared.Writing;

/// What the workloads say of themselves, and that what is compared is the same work.
class WorkloadsTest {
    static {
        System.setProperty("unroll.root", "..");
    }

    private static Workload named(String name) {
        return Workloads.all().stream()
                .filter(workload -> workload.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void namesAreThoseThatComparisonsCiteEachOnce() {
        assertThat(Workloads.all())
                .extracting(Workload::name)
                .containsExactly(
                        "W1", "W1i", "W2-f64", "W2-f32", "W3-rnn", "W3-lstm", "W3-gru", "W4-rnn",
                        "W4-lstm", "W4-gru", "W5-lstm", "W5-gru", "W6", "W7a", "W7b", "W7c", "W8");
    }

    @Test
    void operationsAreCountedInProducts() {
        // rows x steps x gates x (input + hidden), two operations each, three times in training
        assertThat(named("W5-lstm").operations())
                .isCloseTo(64.0 * 100 * 2048 * 1024 * 2 * 3, within(1.0));
        assertThat(named("W1").operations())
                .isCloseTo(3 * 2 * (32.0 * 28 * 512 * 156 + 32.0 * 128 * 10), within(1.0));
        assertThat(named("W6").operations())
                .isCloseTo(2.0 * (2048 * 542 + 2 * 2048 * 1024 + 512 * 30), within(1.0));
    }

    @Test
    void namesOfPetsAreShorterThanTheirPadding() {
        int[] lengths = PetNames.lengths(500);
        int[] tokens = PetNames.tokens(500, 22);
        for (int row = 0; row < 500; row++) {
            assertThat(lengths[row]).isBetween(2, 12);
            assertThat(tokens[row * 22 + lengths[row] - 1]).isBetween(1, PetNames.VOCABULARY - 1);
            assertThat(tokens[row * 22 + lengths[row]]).isZero();
        }
        assertThat(named("W8").operations()).isLessThan(0.3 * named("W3-lstm").operations());
    }

    @Test
    void everyWritingOfACellIsTheSameFunction() {
        Workload workload = named("W7a");
        OwnSide builtIn = new OwnSide(workload.written("built in", Writing.BUILT_IN));
        builtIn.step();
        for (String name : new String[] {"W7a", "W7b", "W7c"}) {
            OwnSide side = new OwnSide(named(name));
            side.requireCorrect();
            side.step();
            // a sum of 156 terms in another order, through 28 steps and a logarithm
            assertThat(side.result()).as(name).isCloseTo(builtIn.result(), within(1e-5));
        }
    }

    @Test
    void thePeakIsPositive() {
        MultiplyAdd peak = OwnProcess.peak(Precision.FLOAT32);
        peak.step();
        assertThat(peak.result()).isFinite();
        assertThat(peak.operations()).isPositive();
    }
}
