package org.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unroll.recurrent.RunResults.assertSameBits;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.nn.Init;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.Compute;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// Sequences so long that a plan runs them in several blocks of timesteps, against pieces that each
/// fit one.
class BlocksTest {
    private static final int ROWS = 19; // two groups
    private static final int STEPS = 138; // 512 rows at most are one block

    /// A multiple of no block's length.
    private static final int PIECE = 23;

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (DType type : List.of(DType.FLOAT32, DType.FLOAT64)) {
            Init init = Init.pytorch(Rng.seeded(11)).withType(type);
            for (RecurrentCell<?> cell : UserCells.all(init)) {
                cases.add(Arguments.of(cell, type, null));
                cases.add(Arguments.of(cell, type, lengths()));
            }
        }
        return cases.stream();
    }

    private static int[] lengths() {
        return IntStream.range(0, ROWS).map(i -> i * 61 % (STEPS + 1)).toArray();
    }

    private static Sequence sequence(Tensor values, int @Nullable [] lengths) {
        return lengths == null ? Sequence.of(values) : Sequence.of(values, lengths);
    }

    /// The lengths of what lies in `[from, to)`.
    private static int @Nullable [] cut(int @Nullable [] lengths, int from, int to) {
        return lengths == null
                ? null
                : IntStream.of(lengths).map(n -> Math.clamp(n, from, to) - from).toArray();
    }

    private static Tensor input(DType type) {
        return Rng.seeded(3).normal(type, 0, 1, ROWS, STEPS, UserCells.INPUT);
    }

    /// Outputs, the final state, and the gradients of input, initial state and parameters, of a run
    /// in pieces of so many timesteps.
    private static <S extends State<S>> List<Tensor> everything(
            Recurrent<S> layer, Tensor input, int @Nullable [] lengths, int length) {
        S initial = layer.initialState(ROWS);
        List<Tensor> by = new ArrayList<>();
        by.add(input);
        by.addAll(initial.tensors());
        by.addAll(layer.parameters().tensors());
        List<Tensor> results = new ArrayList<>();
        var done =
                Autograd.differentiate(
                        by,
                        () -> {
                            List<Tensor> outputs = new ArrayList<>();
                            S state = initial;
                            for (int from = 0; from < STEPS; from += length) {
                                int to = from + length;
                                Tensor piece = input.slice(1, from, to);
                                var output =
                                        layer.run(
                                                sequence(piece, cut(lengths, from, to)),
                                                state,
                                                Mode.inference());
                                outputs.add(output.outputs().values());
                                state = output.finalState();
                            }
                            Tensor all = Tensor.concat(1, outputs);
                            results.add(all);
                            results.addAll(state.tensors());
                            return loss(all);
                        });
        by.forEach(tensor -> results.add(done.gradients().of(tensor)));
        return results;
    }

    private static <S extends State<S>> List<Tensor> whole(
            Recurrent<S> layer, Tensor input, int @Nullable [] lengths) {
        return everything(layer, input, lengths, STEPS);
    }

    private static Tensor loss(Tensor output) {
        Tensor weights = Rng.seeded(5).normal(output.type(), 0, 1, output.shape().dims());
        return output.times(weights).sum();
    }

    @ParameterizedTest
    @MethodSource("cases")
    <S extends State<S>> void blocksEqualPieces(
            RecurrentCell<S> cell, DType type, int @Nullable [] lengths) throws Exception {
        Recurrent<S> layer = Recurrent.of(cell);
        Tensor input = input(type);
        List<Tensor> whole = whole(layer, input, lengths);
        List<Tensor> pieces = everything(layer, input, lengths, PIECE);
        int exact = 2 + 2 * cell.initialState(1).tensors().size();
        assertSameBits(whole.subList(0, exact), pieces.subList(0, exact));
        for (int i = exact; i < whole.size(); i++) { // weights: the same sums in another order
            assertClose(whole.get(i), pieces.get(i), type == DType.FLOAT64 ? 1e-12 : 1e-5);
        }
        Sequence sequence = sequence(input, lengths);
        Tensor inference = layer.forward(sequence, Mode.inference()).values();
        assertSameBits(List.of(inference), whole.subList(0, 1));
        List<Tensor> recomputed = whole(layer.recomputing(), input, lengths);
        assertSameBits(recomputed.subList(0, exact), whole.subList(0, exact));
        for (int i = exact; i < whole.size(); i++) {
            assertClose(recomputed.get(i), whole.get(i), type == DType.FLOAT64 ? 1e-12 : 1e-5);
        }
        for (int threads : List.of(1, 8)) {
            assertSameBits(Compute.withThreads(threads, () -> whole(layer, input, lengths)), whole);
            assertSameBits(
                    Compute.withThreads(threads, () -> whole(layer.recomputing(), input, lengths)),
                    recomputed);
        }
    }

    private static void assertClose(Tensor actual, Tensor expected, double tolerance) {
        double largest = expected.abs().reshaped(-1).max(0).item();
        double difference = actual.minus(expected).abs().reshaped(-1).max(0).item();
        assertThat(difference).isLessThanOrEqualTo(tolerance * largest);
    }
}
