package org.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unroll.recurrent.RunResults.weighted;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unroll.nn.Init;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.Compute;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// Recomputation where the step draws masks, reads tensors of its rows, and uses a tensor that was
/// computed outside of it: the second forward run draws and reads the same.
class RecomputingTest {
    private static final int ROWS = 19; // two groups
    private static final int STEPS = 138; // some twenty segments
    private static final int TABLE = 11;
    private static final int SIZE = 5;

    /// Every kind of mask, a tensor per row, and a matrix that is computed from a parameter before
    /// the run.
    private static final class Cell implements RecurrentCell<HiddenState> {
        final Tensor w;
        final Tensor u;
        final Tensor free;
        Tensor captured;

        Cell(DType type) {
            Init init = Init.pytorch(Rng.seeded(5)).withType(type);
            w = init.linearWeight(SIZE, SIZE);
            u = init.linearWeight(SIZE, SIZE);
            free = init.linearWeight(SIZE, SIZE);
            captured = free;
        }

        @Override
        public Step<HiddenState> step(Tensor x, HiddenState state, StepContext context) {
            Tensor h = state.hidden();
            Tensor in = context.dropoutPerSequence(x, 0.3);
            Tensor to = context.dropoutPerSequence(h, 0.2);
            Tensor next =
                    in.matmul(w)
                            .plus(to.matmul(u))
                            .plus(context.dropout(x, 0.4).matmul(captured))
                            .plus(h.matmul(captured))
                            .plus(context.perRow("told").times(x))
                            .tanh()
                            .named("next");
            Tensor candidate = context.dropout(next, 0.25);
            Tensor keep = context.mask(h, 0.15);
            Tensor hidden = keep.times(candidate).plus(keep.negated().plus(1).times(h));
            return new Step<>(hidden, new HiddenState(hidden));
        }

        @Override
        public HiddenState initialState(int rows) {
            return new HiddenState(Tensor.zeros(w.type(), rows, SIZE));
        }

        @Override
        public int inputSize() {
            return SIZE;
        }

        @Override
        public int outputSize() {
            return SIZE;
        }

        @Override
        public Parameters parameters() {
            return Parameters.of("w", w, "u", u);
        }
    }

    private static int[] lengths() {
        return IntStream.range(0, ROWS).map(i -> i * 61 % (STEPS + 1)).toArray();
    }

    private static Mode training() {
        return Mode.training(Rng.seeded(21)).startingAt(1000);
    }

    /// What is the same to the last bit, and the gradients of weights, whose sums go by segments.
    ///
    /// @param exact outputs, states, observed values, gradients of what belongs to rows
    /// @param summed gradients of weights, the captured one's source and a table among them
    private record Outcome(Map<String, Tensor> exact, Map<String, Tensor> summed) {
        void assertSame(Outcome expected) {
            expected.exact.forEach((name, tensor) -> assertSameBits(name, exact.get(name), tensor));
        }

        void assertSameSums(Outcome expected, double tolerance) {
            expected.summed.forEach((name, tensor) -> {
                double difference = largest(summed.get(name).minus(tensor));
                assertThat(largest(tensor)).as(name).isPositive();
                assertThat(difference).as(name).isLessThanOrEqualTo(tolerance * largest(tensor));
            });
        }

        boolean hasSumsOf(Outcome other) {
            return summed.entrySet().stream()
                    .allMatch(entry ->
                            Arrays.equals(
                                    entry.getValue().toDoubles(),
                                    other.summed.get(entry.getKey()).toDoubles()));
        }

        private static double largest(Tensor tensor) {
            return tensor.abs().reshaped(-1).max(0).item();
        }
    }

    private static void assertSameBits(String name, Tensor actual, Tensor expected) {
        assertThat(actual.toDoubles()).as(name).isEqualTo(expected.toDoubles());
    }

    /// @param embedded whether the input comes from a table, over whose rows the plan then goes
    private static Outcome outcome(Cell cell, Recurrent<HiddenState> layer, boolean embedded) {
        DType type = cell.w.type();
        Tensor table = Rng.seeded(6).normal(type, 0, 1, TABLE, SIZE);
        Tensor dense = Rng.seeded(3).normal(type, 0, 1, ROWS, STEPS, SIZE);
        int[] numbers = IntStream.range(0, ROWS * STEPS).map(i -> i * i % TABLE).toArray();
        Tensor start = Rng.seeded(4).normal(type, 0, 1, ROWS, SIZE);
        Tensor told = Rng.seeded(9).normal(type, 0, 1, ROWS, SIZE);
        Map<String, Tensor> exact = new LinkedHashMap<>();
        var done =
                Autograd.differentiate(
                        List.of(cell.w, cell.u, cell.free, table, dense, start, told),
                        () -> {
                            cell.captured = cell.free.tanh();
                            Tensor input =
                                    embedded ? table.rows(Tensor.of(numbers, ROWS, STEPS)) : dense;
                            var seen =
                                    layer.observe(
                                            Sequence.of(input, lengths()),
                                            new HiddenState(start),
                                            training(),
                                            RowTensors.of("told", told),
                                            "next");
                            exact.put("outputs", seen.output().outputs().values());
                            exact.put("next", seen.of("next").values());
                            exact.put("final state", seen.output().finalState().hidden());
                            RowTensors others = RowTensors.of("told", told.negated());
                            Sequence batch = Sequence.of(input);
                            HiddenState from = new HiddenState(start.times(2));
                            // a second run before the first one's gradients are wanted
                            var second = layer.run(batch, from, training(), others);
                            exact.put("second outputs", second.outputs().values());
                            return weighted(List.copyOf(exact.values()));
                        });
        exact.put("gradient of the initial state", done.gradients().of(start));
        exact.put("gradient of the tensor per row", done.gradients().of(told));
        Map<String, Tensor> summed = new LinkedHashMap<>();
        summed.put("gradient of w", done.gradients().of(cell.w));
        summed.put("gradient of u", done.gradients().of(cell.u));
        summed.put("gradient through the captured", done.gradients().of(cell.free));
        if (embedded) {
            summed.put("gradient of the table", done.gradients().of(table));
        } else {
            exact.put("gradient of the input", done.gradients().of(dense));
        }
        return new Outcome(exact, summed);
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {"FLOAT32", "FLOAT64"})
    void drawsAndReadsTheSameAgain(DType type) throws Exception {
        Cell cell = new Cell(type);
        for (boolean embedded : new boolean[] {false, true}) {
            // a layer of its own for each, so that neither finds the other's workspaces
            Outcome kept = outcome(cell, Recurrent.of(cell), embedded);
            Recurrent<HiddenState> layer = Recurrent.of(cell).recomputing();
            Outcome recomputed = outcome(cell, layer, embedded);
            recomputed.assertSame(kept);
            recomputed.assertSameSums(kept, type == DType.FLOAT64 ? 1e-12 : 1e-5);
            // segment by segment, or nothing was computed again
            assertThat(recomputed.hasSumsOf(kept)).isFalse();
            for (int threads : List.of(1, 2, 3, 8)) {
                Outcome again = Compute.withThreads(threads, () -> outcome(cell, layer, embedded));
                again.assertSame(recomputed);
                again.assertSameSums(recomputed, 0);
            }
        }
    }

    /// With numbers whose sums are exact in any order, the gradients of what is captured are the
    /// same to the last bit too.
    @Test
    void exactSumsAreTheSameBits() {
        Tensor free = Tensor.of(new double[] {1, -2, 4}, 1, 3);
        Tensor[] captured = new Tensor[1];
        RecurrentCell<HiddenState> cell =
                new HiddenCell() {
                    @Override
                    public Step<HiddenState> step(
                            Tensor x, HiddenState state, StepContext context) {
                        Tensor h = context.dropout(x.times(captured[0]), 0.5);
                        Tensor next = context.dropoutPerSequence(h, 0.5).plus(state.hidden());
                        return new Step<>(next, new HiddenState(next));
                    }

                    @Override
                    public Tensor next(Tensor input, Tensor hidden) {
                        throw new AssertionError("the step has a context");
                    }

                    @Override
                    public int inputSize() {
                        return 3;
                    }

                    @Override
                    public int hiddenSize() {
                        return 3;
                    }

                    @Override
                    public Parameters parameters() {
                        return Parameters.of("free", free);
                    }
                };
        int[] whole = IntStream.range(0, ROWS * STEPS * 3).map(i -> i * i % 17 - 8).toArray();
        Tensor input = Tensor.of(whole, ROWS, STEPS, 3).to(DType.FLOAT64);
        List<Tensor> gradients = new ArrayList<>();
        Recurrent<HiddenState> layer = Recurrent.of(cell);
        for (Recurrent<HiddenState> run : List.of(layer, layer.recomputing(), layer.eagerly())) {
            var done =
                    Autograd.differentiate(
                            List.of(free),
                            () -> {
                                captured[0] = free.times(2);
                                Sequence batch = Sequence.of(input, lengths());
                                return run.run(batch, training()).outputs().values().sum();
                            });
            gradients.add(done.gradients().of(free));
        }
        assertThat(gradients.getFirst().abs().sum().item()).isPositive();
        assertSameBits("recomputed", gradients.get(1), gradients.getFirst());
        assertSameBits("eager", gradients.get(2), gradients.getFirst());
    }

    @Test
    void gradientsThroughTimeAreTheSame() {
        LstmCell cell = new LstmCell(3, 4, Init.pytorch(Rng.seeded(1)).withType(DType.FLOAT64));
        Recurrent<LstmState> layer = Recurrent.of(cell);
        Tensor input = Rng.seeded(2).normal(DType.FLOAT64, 0, 1, ROWS, STEPS, 3);
        Sequence batch = Sequence.of(input, lengths());
        List<List<Tensor>> both = new ArrayList<>();
        for (Recurrent<LstmState> run : List.of(layer, layer.recomputing())) {
            both.add(
                    run.gradientsThroughTime(
                                    batch,
                                    run.initialState(ROWS),
                                    Mode.inference(),
                                    output -> output.outputs().values().squared().sum())
                            .gradients()
                            .tensors());
        }
        for (int i = 0; i < 2; i++) {
            assertSameBits("state " + i, both.getLast().get(i), both.getFirst().get(i));
        }
    }
}
