package org.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.Compute;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// Cells of random equations, planned and eager. `-Dunroll.random.cells=5000` tries more of them.
class RandomCellsTest {
    private static final int CELLS = Integer.getInteger("unroll.random.cells", 60);

    /// What to run a cell on.
    private record Problem(
            Tensor input, int @Nullable [] lengths, StackState<HiddenState> initial) {
        static Problem of(RandomCell cell, long seed, DType type) {
            Random random = new Random(seed);
            Rng rng = Rng.seeded(seed);
            int rows = 1 + random.nextInt(40);
            int steps = random.nextInt(6);
            int[] lengths = random.ints(rows, 0, steps + 1).toArray();
            StackState<HiddenState> zeros = cell.initialState(rows);
            return new Problem(
                    rng.normal(type, 0, 1, rows, steps, cell.inputSize()),
                    random.nextBoolean() ? lengths : null,
                    zeros.with(
                            zeros.tensors().stream()
                                    .map(t -> rng.normal(type, 0, 0.5, t.shape().dims()))
                                    .toList()));
        }

        Sequence sequence() {
            return lengths == null ? Sequence.of(input) : Sequence.of(input, lengths);
        }
    }

    private static List<Tensor> forward(Recurrent<StackState<HiddenState>> layer, Problem problem) {
        var output = layer.run(problem.sequence(), problem.initial, Mode.inference());
        List<Tensor> results = new ArrayList<>();
        results.add(output.outputs().values());
        results.addAll(output.finalState().tensors());
        return results;
    }

    /// Outputs, final states, and all gradients of a loss in which every result counts.
    private static List<Tensor> everything(
            Recurrent<StackState<HiddenState>> layer, Problem problem) {
        List<Tensor> by = new ArrayList<>(layer.parameters().tensors());
        by.add(problem.input);
        by.addAll(problem.initial.tensors());
        List<Tensor> results = new ArrayList<>();
        var done =
                Autograd.differentiate(
                        by,
                        () -> {
                            results.addAll(forward(layer, problem));
                            Tensor loss = Tensor.scalar(problem.input.type(), 0);
                            double weight = 1;
                            for (Tensor result : results) {
                                loss = loss.plus(result.times(weight).tanh().sum());
                                weight *= 0.7;
                            }
                            return loss;
                        });
        by.forEach(tensor -> results.add(done.gradients().of(tensor)));
        return results;
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void plannedEqualsEager(DType type) throws Exception {
        double tolerance = type == DType.FLOAT64 ? 1e-11 : 1e-4; // sums of up to 40 rows, reordered
        for (long seed = 0; seed < CELLS; seed++) {
            RandomCell cell = new RandomCell(seed, type);
            Problem problem = Problem.of(cell, seed, type);
            var layer = Recurrent.of(cell);
            List<Tensor> planned = Compute.withThreads(1, () -> everything(layer, problem));
            List<Tensor> eager = everything(layer.eagerly(), problem);
            for (int i = 0; i < planned.size(); i++) {
                assertThat(difference(planned.get(i), eager.get(i)))
                        .as("%s, tensor %d", cell, i)
                        .isLessThanOrEqualTo(tolerance);
            }
            List<Tensor> threads = Compute.withThreads(3, () -> everything(layer, problem));
            assertSameBits(threads, planned, cell + " on three threads");
            List<Tensor> inference = forward(layer, problem);
            assertSameBits(inference, planned.subList(0, inference.size()), cell + " untrained");
        }
    }

    /// The largest difference, relative to the largest element if that is over 1.
    private static double difference(Tensor a, Tensor b) {
        assertThat(a.shape()).isEqualTo(b.shape());
        double[] x = a.toDoubles();
        double[] y = b.toDoubles();
        double difference = 0;
        double largest = 1;
        for (int i = 0; i < x.length; i++) {
            difference = Math.max(difference, Math.abs(x[i] - y[i]));
            largest = Math.max(largest, Math.abs(y[i]));
        }
        return difference / largest;
    }

    private static void assertSameBits(List<Tensor> actual, List<Tensor> expected, String what) {
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i).toDoubles())
                    .as("%s, tensor %d", what, i)
                    .isEqualTo(expected.get(i).toDoubles());
        }
    }
}
