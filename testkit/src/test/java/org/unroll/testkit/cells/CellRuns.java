package org.unroll.testkit.cells;

import java.util.ArrayList;
import java.util.List;
import org.unroll.nn.Init;
import org.unroll.recurrent.Recurrent;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.State;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.Closeness;
import org.unroll.testkit.properties.Outcome;
import org.unroll.testkit.properties.Problem;

/// Runs of a kind of cell with random weights and random sizes.
///
/// @param kind the kind of cell
/// @param random where sizes, weights and numbers come from
record CellRuns(CellZoo kind, Rng random) {
    CellRuns {
        random = random.fork(kind.name());
    }

    /// A cell, the same numbers for any type.
    RecurrentCell<?> cell(DType type) {
        Rng sizes = random.fork("sizes");
        int input = 1 + sizes.nextInt(9);
        int hidden = 1 + sizes.nextInt(21);
        Init init = Init.pytorch(random.fork("weights")).withType(type);
        return kind.maker().of(input, hidden, init);
    }

    /// Random numbers of rows, steps and valid steps.
    static Problem problem(RecurrentCell<?> cell, Rng random) {
        int rows = 1 + random.nextInt(20);
        int steps = 1 + random.nextInt(7);
        Integer[] lengths = new Integer[random.nextBoolean() ? rows : 0];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = random.nextInt(steps + 1);
        }
        return Problem.random(cell, rows, steps, random, lengths);
    }

    /// The planned run in this type against the eager one in float64, of the same numbers.
    ///
    /// @return the planned run
    Outcome plannedIsEager(DType type, Rng numbers) {
        RecurrentCell<?> cell = cell(type);
        RecurrentCell<?> reference = cell(DType.FLOAT64);
        List<Tensor> exact = reference.parameters().tensors();
        for (int i = 0; i < exact.size(); i++) { // with the rounded weights
            Tensor rounded = cell.parameters().tensors().get(i).to(DType.FLOAT64);
            exact.get(i)
                    .updateInPlace(array ->
                            System.arraycopy(rounded.array(), 0, array, 0, rounded.size()));
        }
        Problem problem = problem(cell, numbers);
        Outcome planned = outcome(cell, problem);
        Outcome eager = eager(reference, problem.to(DType.FLOAT64));
        eager.results()
                .forEach((name, expected) ->
                        Closeness.assertClose(
                                "%s %s, %s %s: %s"
                                        .formatted(
                                                type,
                                                cell,
                                                problem.input().shape(),
                                                problem.lengths(),
                                                name),
                                planned.get(name).to(DType.FLOAT64),
                                expected,
                                Closeness.tolerance(type)));
        return planned;
    }

    static <S extends State<S>> Outcome outcome(RecurrentCell<S> cell, Problem problem) {
        return Outcome.of(Recurrent.of(cell), problem);
    }

    private static <S extends State<S>> Outcome eager(RecurrentCell<S> cell, Problem problem) {
        return Outcome.of(Recurrent.of(cell).eagerly(), problem);
    }

    static List<CellRuns> all(long seed) {
        List<CellRuns> all = new ArrayList<>();
        for (CellZoo kind : CellZoo.inInference()) {
            all.add(new CellRuns(kind, Rng.seeded(seed)));
        }
        return all;
    }

    @Override
    public String toString() {
        return kind.name();
    }
}
