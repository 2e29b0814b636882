package org.unroll.testkit.properties;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.nn.Layout;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.Recurrent;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.State;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.InBothTypes;
import org.unroll.testkit.cells.CellZoo;

/// Timesteps left out by a mask are as if they were not there, and a layer that reads backwards is
/// one that reads what was turned round.
class MaskTest {
    private static final int STEPS = 6;

    /// With holes, full, empty, from the first step on, up to the last one.
    private static final int[][] VALID = {
        {1, 3, 4}, {0, 1, 2, 3, 4, 5}, {}, {0, 1}, {5}, {0, 2, 3, 5}, {2, 3, 4, 5}
    };

    static Stream<Arguments> cells() {
        return InBothTypes.of(CellZoo.all());
    }

    private static Sequence masked(Tensor values) {
        double[] mask = new double[VALID.length * STEPS];
        for (int row = 0; row < VALID.length; row++) {
            for (int step : VALID[row]) {
                mask[row * STEPS + step] = 1;
            }
        }
        return Sequence.masked(values, Layout.BATCH_FIRST, Tensor.of(mask, VALID.length, STEPS));
    }

    /// Where the valid steps of each row stand if all rows' steps are numbered through, the rest of
    /// a row filled with a number past the end.
    private static Tensor places() {
        int[] places = new int[VALID.length * STEPS];
        Arrays.fill(places, VALID.length * STEPS);
        for (int row = 0; row < VALID.length; row++) {
            for (int i = 0; i < VALID[row].length; i++) {
                places[row * STEPS + i] = row * STEPS + VALID[row][i];
            }
        }
        return Tensor.of(places);
    }

    /// The number of each step's place among the valid ones of its row.
    private static Tensor back() {
        int[] back = new int[VALID.length * STEPS];
        Arrays.fill(back, VALID.length * STEPS);
        for (int row = 0; row < VALID.length; row++) {
            for (int i = 0; i < VALID[row].length; i++) {
                back[row * STEPS + VALID[row][i]] = row * STEPS + i;
            }
        }
        return Tensor.of(back);
    }

    private static Tensor moved(Tensor values, Tensor places) {
        int n = values.dim(2);
        Tensor list = values.reshaped(VALID.length * STEPS, n);
        return Tensor.concat(0, list, Tensor.zeros(values.type(), 1, n))
                .rows(places)
                .reshaped(VALID.length, STEPS, n);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void stepsLeftOutAreAsIfTheyWereNotThere(CellZoo kind, DType type) {
        checkHoles(kind.small(type));
    }

    private static <S extends State<S>> void checkHoles(RecurrentCell<S> cell) {
        Recurrent<S> layer = Recurrent.of(cell);
        Problem problem = Problem.random(cell, VALID.length, STEPS);
        Outcome.Run run = Outcome.run(layer);
        Outcome holes =
                Outcome.of(
                        (sequence, initial) -> run.apply(masked(sequence.values()), initial),
                        layer.parameters(),
                        problem);
        int[] lengths = Arrays.stream(VALID).mapToInt(valid -> valid.length).toArray();
        Outcome compacted =
                Outcome.of(
                        (sequence, initial) -> {
                            Tensor values = moved(sequence.values(), places());
                            List<Tensor> all =
                                    new ArrayList<>(
                                            run.apply(Sequence.of(values, lengths), initial));
                            all.set(0, moved(all.getFirst(), back()));
                            return all;
                        },
                        layer.parameters(),
                        problem);
        holes.assertSameBits("compacted", compacted.withoutParameters());
        holes.assertClose("compacted", compacted);
        Outcome eager =
                Outcome.of(
                        (sequence, initial) ->
                                Outcome.run(layer.eagerly())
                                        .apply(masked(sequence.values()), initial),
                        layer.parameters(),
                        problem);
        holes.assertClose("eager", eager);
        Outcome garbage =
                Outcome.of(
                        (sequence, initial) -> run.apply(masked(sequence.values()), initial),
                        layer.parameters(),
                        problem.withInput(withGarbage(problem.input())));
        holes.assertSameBits("other values at the steps left out", garbage);
    }

    private static Tensor withGarbage(Tensor input) {
        Tensor mask = masked(input).mask(input.type()).unsqueezed(2);
        Tensor noise = Rng.seeded(5).uniform(input.type(), -9, 9, input.shape().dims());
        return Tensor.where(mask, input, noise);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void backwardsIsForwardsOverWhatWasTurnedRound(CellZoo kind, DType type) {
        checkReversed(kind.small(type));
    }

    private static <S extends State<S>> void checkReversed(RecurrentCell<S> cell) {
        Recurrent<S> layer = Recurrent.of(cell);
        Problem problem = Problem.random(cell, 5, STEPS, 4, 0, 6, 1, 3);
        Outcome reversed = Outcome.of(layer.reversed(), problem);
        Outcome turned =
                Outcome.of(
                        (sequence, initial) -> {
                            Tensor values = turned(sequence.values(), sequence.lengths());
                            List<Tensor> all =
                                    new ArrayList<>(
                                            Outcome.run(layer)
                                                    .apply(
                                                            Sequence.of(values, sequence.lengths()),
                                                            initial));
                            all.set(0, turned(all.getFirst(), sequence.lengths()));
                            return all;
                        },
                        layer.parameters(),
                        problem);
        reversed.assertSameBits("turned round", turned.withoutParameters());
        reversed.assertClose("turned round", turned);
        reversed.assertClose("eager", Outcome.of(layer.reversed().eagerly(), problem));
        Outcome.of(layer.reversed().reversed(), problem)
                .assertSameBits("twice", Outcome.of(layer, problem));
    }

    /// The valid steps of each row, the last one first.
    private static Tensor turned(Tensor values, int[] lengths) {
        List<Tensor> rows = new ArrayList<>();
        for (int row = 0; row < lengths.length; row++) {
            int end = lengths[row];
            int[] order = IntStream.range(0, STEPS).map(t -> t < end ? end - 1 - t : t).toArray();
            rows.add(values.select(0, row).rows(Tensor.of(order)));
        }
        return Tensor.stack(0, rows);
    }
}
