package org.unroll.recurrent;

import static org.unroll.recurrent.RunResults.assertSameBits;
import static org.unroll.recurrent.RunResults.randomState;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.nn.Init;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Compute;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// Batches of one to three rows, large enough for threads to divide the hidden units.
@Timeout(120)
class FewRowsTest {
    private static final int INPUT = 20;
    private static final int UNITS = 160;
    private static final int STEPS = 61;

    static Stream<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (DType type : List.of(DType.FLOAT32, DType.FLOAT64)) {
            Init init = Init.pytorch(Rng.seeded(11)).withType(type);
            for (RecurrentCell<?> cell :
                    List.of(
                            new LstmCell(INPUT, UNITS, init),
                            new GruCell(INPUT, UNITS, init),
                            new GruCell(INPUT, UNITS, GruOptions.paper(), init),
                            new ElmanCell(INPUT, 2 * UNITS + 10, init))) {
                for (int rows = 1; rows <= 3; rows++) {
                    cases.add(Arguments.of(cell, type, rows));
                }
            }
        }
        return cases.stream();
    }

    private static Sequence sequence(DType type, int rows) {
        Tensor values = Rng.seeded(3).normal(type, 0, 1, rows, STEPS, INPUT);
        return rows < 3 ? Sequence.of(values) : Sequence.of(values, 40, STEPS, 17);
    }

    private static <S extends State<S>> List<Tensor> everything(
            Recurrent<S> layer, Sequence sequence) {
        S initial = randomState(layer, sequence.rows());
        return RunResults.everything(layer, sequence, initial, Mode.inference());
    }

    @ParameterizedTest
    @MethodSource("cases")
    <S extends State<S>> void bitsDoNotDependOnThreads(RecurrentCell<S> cell, DType type, int rows)
            throws Exception {
        Recurrent<S> layer = Recurrent.of(cell);
        Sequence sequence = sequence(type, rows);
        List<Tensor> one = Compute.withThreads(1, () -> everything(layer, sequence));
        for (int threads : List.of(2, 3, 8, 2)) {
            assertSameBits(Compute.withThreads(threads, () -> everything(layer, sequence)), one);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    <S extends State<S>> void stepByStepIsTheWhole(RecurrentCell<S> cell, DType type, int rows) {
        Recurrent<S> layer = Recurrent.of(cell);
        Tensor values = Rng.seeded(3).normal(type, 0, 1, rows, STEPS, INPUT);
        var whole = layer.run(Sequence.of(values), Mode.inference());
        S state = cell.initialState(rows);
        for (int t = 0; t < STEPS; t++) {
            state = layer.step(values.select(1, t), state).state();
        }
        assertSameBits(state.tensors(), whole.finalState().tensors());
    }

    /// More callers than processors, each of which would like to have helpers.
    @Test
    void manyCallersAtOnce() throws Exception {
        Init init = Init.pytorch(Rng.seeded(11));
        Recurrent<LstmState> layer = Recurrent.of(new LstmCell(INPUT, UNITS, init));
        Sequence sequence = sequence(DType.FLOAT32, 1);
        List<Tensor> expected = Compute.withThreads(1, () -> everything(layer, sequence));
        Callable<List<Tensor>> call =
                () -> Compute.withThreads(3, () -> everything(layer, sequence));
        try (var pool = Executors.newFixedThreadPool(8)) {
            List<Future<List<Tensor>>> futures = new ArrayList<>();
            for (int i = 0; i < 48; i++) {
                futures.add(pool.submit(call));
            }
            for (Future<List<Tensor>> future : futures) {
                assertSameBits(future.get(), expected);
            }
        }
    }
}
