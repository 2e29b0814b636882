package org.unroll.testkit.properties;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.nn.Init;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.Bidirectional;
import org.unroll.recurrent.InputDropout;
import org.unroll.recurrent.Merge;
import org.unroll.recurrent.Recurrent;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.RecurrentLayer;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.recurrent.State;
import org.unroll.recurrent.Zoneout;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.InBothTypes;
import org.unroll.testkit.cells.CellZoo;

/// What is put around any cell changes what it says it does, and nothing else.
class AroundCellsTest {
    static Stream<Arguments> cells() {
        return InBothTypes.of(CellZoo.inInference());
    }

    static Stream<Arguments> allCells() {
        return InBothTypes.of(CellZoo.all());
    }

    private static <S extends State<S>> List<Tensor> run(
            RecurrentLayer<S> layer, Sequence sequence, List<Tensor> initial, Mode mode) {
        var output = layer.run(sequence, layer.initialState(sequence.rows()).with(initial), mode);
        List<Tensor> all = new ArrayList<>();
        all.add(output.outputs().values());
        all.addAll(output.finalState().tensors());
        return all;
    }

    /// Both directions at once are a run of one cell, and a run of the other over rows that were
    /// turned around.
    @ParameterizedTest
    @MethodSource("cells")
    void bothDirectionsAreTwoRuns(CellZoo kind, DType type) {
        checkDirections(
                kind.small(type),
                kind.maker().of(3, 5, Init.pytorch(Rng.seeded(32)).withType(type)));
    }

    @SuppressWarnings("unchecked") // both are of one kind
    private static <S extends State<S>> void checkDirections(
            RecurrentCell<S> forward, RecurrentCell<?> other) {
        RecurrentCell<S> backward = (RecurrentCell<S>) other;
        Integer[] lengths = {3, 5, 0, 1};
        Problem ahead = Problem.random(forward, 4, 5, lengths);
        Problem back = Problem.random(backward, 4, 5, Rng.seeded(78), lengths);
        Problem problem =
                new Problem(
                        ahead.input(),
                        ahead.lengths(),
                        joined(ahead.initial(), back.initial()),
                        Tensor.concat(2, ahead.outputWeights(), back.outputWeights()),
                        joined(ahead.finalWeights(), back.finalWeights()));
        Parameters parameters =
                Parameters.join(
                        forward.parameters().under("forward"),
                        backward.parameters().under("backward"));
        Bidirectional<S> both = Bidirectional.of(forward, backward, Merge.CONCATENATE);
        Outcome atOnce =
                Outcome.of(
                        (sequence, initial) -> run(both, sequence, initial, Mode.inference()),
                        parameters,
                        problem);
        int states = ahead.initial().size();
        Outcome twoRuns =
                Outcome.of(
                        (sequence, initial) -> {
                            List<Tensor> first =
                                    run(
                                            Recurrent.of(forward),
                                            sequence,
                                            initial.subList(0, states),
                                            Mode.inference());
                            List<Tensor> second =
                                    run(
                                            Recurrent.of(backward),
                                            sequence.with(turned(sequence.values(), sequence)),
                                            initial.subList(states, initial.size()),
                                            Mode.inference());
                            List<Tensor> all = new ArrayList<>();
                            all.add(
                                    Tensor.concat(
                                            2,
                                            first.getFirst(),
                                            turned(second.getFirst(), sequence)));
                            all.addAll(first.subList(1, first.size()));
                            all.addAll(second.subList(1, second.size()));
                            return all;
                        },
                        parameters,
                        problem);
        atOnce.assertSameBits("two runs", onlyValues(twoRuns));
        atOnce.assertClose("two runs", twoRuns);
    }

    private static List<Tensor> joined(List<Tensor> some, List<Tensor> others) {
        List<Tensor> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    private static Outcome onlyValues(Outcome outcome) {
        Map<String, Tensor> values = new LinkedHashMap<>(outcome.results());
        values.keySet().removeIf(name -> name.startsWith("gradient"));
        return new Outcome(values);
    }

    /// The valid steps of each row from the last to the first; padding stays.
    private static Tensor turned(Tensor values, Sequence like) {
        int[] lengths = like.lengths();
        int steps = values.dim(1);
        int[] places = new int[values.dim(0) * steps];
        for (int i = 0; i < places.length; i++) {
            int row = i / steps;
            int step = i % steps;
            places[i] = row * steps + (step < lengths[row] ? lengths[row] - 1 - step : step);
        }
        return values.reshaped(places.length, values.dim(2))
                .rows(Tensor.of(places))
                .reshaped(values.shape().dims());
    }

    /// In training too, where the masks that the cell draws of itself are the same ones.
    @ParameterizedTest
    @MethodSource("allCells")
    void ratesOfZeroChangeNothing(CellZoo kind, DType type) {
        checkRates(kind.small(type));
    }

    private static <S extends State<S>> void checkRates(RecurrentCell<S> cell) {
        RecurrentCell<S> around = Zoneout.of(InputDropout.of(cell, 0), 0);
        RecurrentStack<S> stack = RecurrentStack.of(List.of(around), 0);
        Problem problem = Problem.random(cell, 3, 4, 4, 0, 3);
        Mode mode = Mode.training(Rng.seeded(1));
        Outcome.of(
                        (sequence, initial) -> run(stack, sequence, initial, mode.startingAt(0)),
                        cell.parameters(),
                        problem)
                .assertSameBits(
                        "rates of zero",
                        Outcome.of(
                                (sequence, initial) ->
                                        run(
                                                Recurrent.of(cell),
                                                sequence,
                                                initial,
                                                mode.startingAt(0)),
                                cell.parameters(),
                                problem));
    }
}
