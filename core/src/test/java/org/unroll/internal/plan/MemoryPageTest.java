package org.unroll.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.unroll.nn.Init;
import org.unroll.recurrent.ElmanCell;
import org.unroll.recurrent.ElmanOptions;
import org.unroll.recurrent.GateOptions;
import org.unroll.recurrent.GruCell;
import org.unroll.recurrent.GruOptions;
import org.unroll.recurrent.IndependentCell;
import org.unroll.recurrent.JordanCell;
import org.unroll.recurrent.LstmCell;
import org.unroll.recurrent.LstmOptions;
import org.unroll.recurrent.MinimalGatedCell;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.State;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// The formulas of `docs/reference/memory.md` against the buffers of plans.
class MemoryPageTest {
    private static final int PROJECTION = 2;

    @Test
    void theFormulasAreWhatPlansKeep() throws IOException {
        Map<String, List<String>> table = table();
        for (int[] size : new int[][] {{3, 5}, {8, 32}}) {
            Map<String, RecurrentCell<?>> cells = cells(size[0], size[1]);
            assertThat(table.keySet()).isEqualTo(cells.keySet());
            cells.forEach((name, cell) -> {
                Plan plan = trainingPlan(cell);
                List<String> columns = Objects.requireNonNull(table.get(name));
                assertThat(plan.buffers.width(Slot.Place.SEQUENCE))
                        .as("kept of %s", cell)
                        .isEqualTo(value(columns.get(0), size[0], size[1]));
                assertThat(plan.forward.states.stream().mapToInt(Slot::width).sum())
                        .as("state of %s", cell)
                        .isEqualTo(value(columns.get(1), size[0], size[1]));
            });
        }
    }

    @Test
    void inferenceKeepsBlocksOnly() {
        for (RecurrentCell<?> cell : cells(8, 32).values()) {
            assertThat(inferencePlan(cell).buffers.width(Slot.Place.SEQUENCE)).isZero();
        }
    }

    private static Map<String, RecurrentCell<?>> cells(int input, int hidden) {
        Init init = Init.pytorch(Rng.seeded(1));
        Map<String, RecurrentCell<?>> cells = new LinkedHashMap<>();
        cells.put("Elman", new ElmanCell(input, hidden, init));
        LstmOptions lstm = LstmOptions.standard();
        Map<String, LstmOptions> kinds = new LinkedHashMap<>();
        kinds.put("LSTM", lstm);
        kinds.put("LSTM, coupled gates", lstm.withCoupledGates());
        kinds.put("LSTM, peepholes", lstm.withPeepholes());
        kinds.put("LSTM, cell clip", lstm.withCellClip(1));
        kinds.put("LSTM, projection", lstm.withProjection(PROJECTION));
        kinds.put("LSTM, layer norm", lstm.withGates(GateOptions.standard().withLayerNorm()));
        kinds.forEach(
                (name, options) -> cells.put(name, new LstmCell(input, hidden, options, init)));
        cells.put("GRU", new GruCell(input, hidden, init));
        cells.put(
                "GRU, reset before the product",
                new GruCell(input, hidden, GruOptions.paper(), init));
        cells.put("minimal gated unit", new MinimalGatedCell(input, hidden, init));
        cells.put("independent units", new IndependentCell(input, hidden, init));
        cells.put("Jordan, H outputs too", new JordanCell(input, hidden, hidden, init));
        GateOptions norm = GateOptions.standard().withLayerNorm();
        cells.put(
                "Elman, layer norm",
                new ElmanCell(input, hidden, ElmanOptions.standard().withGates(norm), init));
        return cells;
    }

    /// The page's first table: the cell's name, and its other columns.
    private static Map<String, List<String>> table() throws IOException {
        Map<String, List<String>> table = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(Path.of("../docs/reference/memory.md"));
        int start = lines.indexOf("| cell | kept in training | state |") + 2;
        assertThat(start).as("the table").isGreaterThan(1);
        for (String line : lines.subList(start, lines.size())) {
            if (!line.startsWith("|")) {
                break;
            }
            List<String> columns = List.of(line.substring(1).split("\\|"));
            table.put(columns.get(0).strip(), columns.subList(1, columns.size()));
        }
        return table;
    }

    /// Of a sum such as `I + 7 H + 2`.
    private static int value(String formula, int input, int hidden) {
        int sum = 0;
        for (String term : formula.strip().split(" \\+ ")) {
            String[] factors = term.split(" ");
            int count = Character.isDigit(term.charAt(0)) ? Integer.parseInt(factors[0]) : 1;
            sum +=
                    switch (factors[factors.length - 1]) {
                        case "I" -> count * input;
                        case "H" -> count * hidden;
                        case "P" -> count * PROJECTION;
                        default -> count;
                    };
        }
        return sum;
    }

    private static <S extends State<S>> Plan trainingPlan(RecurrentCell<S> cell) {
        PlannedEngine engine = new PlannedEngine();
        Autograd.differentiate(
                cell.parameters(), () -> run(engine, cell).outputs().getFirst().sum());
        return engine.onlyPlan();
    }

    private static <S extends State<S>> Plan inferencePlan(RecurrentCell<S> cell) {
        PlannedEngine engine = new PlannedEngine();
        run(engine, cell);
        return engine.onlyPlan();
    }

    private static <S extends State<S>> SequenceEngine.Results run(
            SequenceEngine engine, RecurrentCell<S> cell) {
        Tensor input = Tensor.zeros(DType.FLOAT32, 2, 3, cell.inputSize());
        S initial = cell.initialState(2);
        return engine.run(
                new SequenceCall(
                        (x, state, _) -> {
                            Step<S> step = cell.step(x, initial.with(state), StepContext.INFERENCE);
                            return new SequenceEngine.StepResult(
                                    List.of(step.output()), step.state().tensors());
                        },
                        input,
                        new SequenceSteps(2, 3, false, false, null, null),
                        initial.tensors(),
                        List.of(),
                        0,
                        null));
    }
}
