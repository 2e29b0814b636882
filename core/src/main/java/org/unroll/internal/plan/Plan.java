package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Binary;
import org.unroll.tensor.DType;

/// How a step is run over sequences, and its derivative if one was recorded. Immutable: tensors are
/// bound anew at each call.
final class Plan {
    /// Bytes of a block's buffers: half of a second-level cache.
    private static final int CACHE = 1 << 19;

    /// Rows that make a product worth its name.
    private static final int FEWEST_ROWS = 64;

    /// Each block of a derivative adds to the gradients of all weights, which are read for that.
    private static final int FEWEST_ROWS_OF_GRADIENTS = 256;

    private static final int MOST_ROWS = 512;

    final RowProof proof;
    final Buffers buffers = new Buffers();

    /// Where the tensors per row are, which the step asks for.
    final List<Slot> perRow = new ArrayList<>();

    final Program forward;
    final List<Slot> outputs;
    final int stateCount;
    final boolean overTable;

    /// The buffer of which row of the input's table each timestep has; -1 without a table.
    final int numbers;

    private final DType type;
    final @Nullable Backward backward;

    /// The derivative's part.
    ///
    /// @param inputGradient where the input's gradient is, or its table's, if it is wanted
    /// @param reductions what sums over all rows and timesteps, by recorded node
    /// @param totals where the gradients of the state after each timestep are, if they are watched
    /// @param rowSums which state adds up the gradients of each tensor per row over time, or -1
    /// @param byRow what sums over the timesteps of each row of the input's table
    /// @param numbers the buffer of the numbers of these rows, if the input has a table
    /// @param slots where the reductions' operands are
    /// @param made the reductions that are gradients of what the step made for its rows
    record Backward(
            Program program,
            @Nullable Slot inputGradient,
            List<Slot> totals,
            int[] rowSums,
            Map<Integer, Value> reductions,
            List<Value> byRow,
            int numbers,
            Map<Value, Slot> slots,
            Set<Integer> made) {}

    /// @param step a recording
    /// @param proof that it keeps rows apart
    /// @param overTable whether the input comes as rows of a table, on which is done what depends
    ///   on the input alone
    Plan(RecordedStep step, RowProof proof, boolean overTable) {
        this.overTable = overTable;
        numbers = overTable ? buffers.numbers() : -1;
        this.proof = proof;
        type = step.nodes().get(step.input()).tensor().type();
        boolean[] perRow = proof.rows();
        stateCount = step.states().length;
        for (RecordedStep.PerRow tensor : step.perRow()) {
            int node = tensor.node();
            Slot.Place place = Slot.Place.BATCH;
            this.perRow.add(buffers.rows(place, width(step, node), kept(step, node)));
        }

        Map<Integer, Value> savedLeaves = new HashMap<>();
        RecordedStep.@Nullable Derivative wanted = step.derivative();
        @Nullable StepGraph derivative =
                wanted == null ? null : derivative(step, wanted, perRow, savedLeaves);

        Map<Integer, Value> leaves = new HashMap<>();
        leaves.put(step.input(), leaf(new Value.Input(0), step, step.input()));
        for (int i = 0; i < stateCount; i++) {
            int node = step.states()[i];
            leaves.put(node, leaf(new Value.FromState(i), step, node));
        }
        putSurroundings(step, leaves);
        GraphBuilder builder = new GraphBuilder(step.nodes(), perRow, type, leaves);
        List<Integer> roots = new ArrayList<>();
        for (int[] nodes : List.of(step.outputs(), step.nextStates())) {
            for (int node : nodes) {
                roots.add(node);
            }
        }
        builder.buildAll(roots);
        List<Value> results = new ArrayList<>();
        for (int node : step.outputs()) {
            results.add(builder.value(node));
        }
        List<Integer> savedNodes = new ArrayList<>();
        if (derivative != null) {
            for (Value value : derivative.order) {
                if (value.rule instanceof Value.Saved(int node)) {
                    savedNodes.add(node);
                    results.add(builder.value(node));
                }
            }
        }
        List<Value> next = new ArrayList<>();
        for (int node : step.nextStates()) {
            next.add(builder.value(node));
        }
        StepGraph graph =
                new StepGraph(Program.Direction.FORWARD, results, next, List.of(), overTable, null);
        forward =
                new Program(
                        graph,
                        buffers,
                        Program.Direction.FORWARD,
                        step.outputs().length,
                        List.of(width(step, step.input())),
                        widths(step, step.states()),
                        this.perRow,
                        Map.of(),
                        null);
        int outputCount = step.outputs().length;
        outputs = graph.results.subList(0, outputCount).stream().map(forward::slot).toList();
        if (derivative == null || wanted == null) {
            backward = null;
            return;
        }
        Map<Integer, Slot> saved = new HashMap<>();
        for (int i = 0; i < savedNodes.size(); i++) {
            saved.put(savedNodes.get(i), forward.slot(graph.results.get(outputCount + i)));
        }
        backward = backward(step, wanted, derivative, saved);
    }

    private static Value leaf(Value.Rule rule, RecordedStep step, int node) {
        return new Value(rule, List.of(), width(step, node), true, kept(step, node));
    }

    private static @Nullable DType kept(RecordedStep step, int node) {
        DType type = step.nodes().get(step.input()).tensor().type();
        return GraphBuilder.kept(step.nodes().get(node).tensor().type(), type);
    }

    /// What the step asked of its surroundings: its values come in with the call.
    private static void putSurroundings(RecordedStep step, Map<Integer, Value> leaves) {
        for (int i = 0; i < step.perRow().size(); i++) {
            int node = step.perRow().get(i).node();
            leaves.put(node, leaf(new Value.PerRow(i), step, node));
        }
        for (int i = 0; i < step.drawn().size(); i++) {
            DrawnMask mask = step.drawn().get(i);
            if (!mask.perSequence()) {
                leaves.put(mask.node(), leaf(new Value.Drawn(i), step, mask.node()));
            }
        }
    }

    /// About how many rows a block shall have: so many that its buffers stay in the second-level
    /// cache, but enough for large products.
    int blockRows(DType type) {
        int bytes = type == DType.FLOAT64 ? Double.BYTES : Float.BYTES;
        int fewest = backward == null ? FEWEST_ROWS : FEWEST_ROWS_OF_GRADIENTS;
        int row = bytes * Math.max(1, buffers.width(Slot.Place.BLOCK));
        return Math.clamp(CACHE / row, fewest, MOST_ROWS);
    }

    /// How many timesteps' activations to keep at a time, if the rest is computed again: that many
    /// that they and the states before each such segment take the same room, which is the least in
    /// all. It grows with the root of the number of timesteps.
    int segmentSteps(int steps) {
        int kept = buffers.width(Slot.Place.SEQUENCE);
        int state = 1;
        for (Slot slot : forward.states) {
            state += slot.width();
        }
        return kept == 0 ? steps : (int) Math.ceil(Math.sqrt((double) steps * state / kept));
    }

    private static int width(RecordedStep step, int node) {
        return GraphBuilder.width(step.nodes().get(node));
    }

    private static List<Integer> widths(RecordedStep step, int[] nodes) {
        List<Integer> widths = new ArrayList<>();
        for (int node : nodes) {
            widths.add(width(step, node));
        }
        return widths;
    }

    // ---- the derivative ----

    private final Map<Integer, Value> reductions = new LinkedHashMap<>();
    private final Set<Integer> made = new HashSet<>();
    private boolean inputGradient;

    private StepGraph derivative(
            RecordedStep step,
            RecordedStep.Derivative wanted,
            boolean[] perRow,
            Map<Integer, Value> leaves) {
        for (int i = 0; i < step.derivativeStart(); i++) {
            if (perRow[i] && !step.nodes().get(i).isCaptured()) {
                leaves.put(i, leaf(new Value.Saved(i), step, i));
            }
        }
        for (int i = 0; i < step.perRow().size(); i++) {
            int node = step.perRow().get(i).node();
            leaves.put(node, leaf(new Value.PerRow(i), step, node));
        }
        for (int i = 0; i < wanted.outputGradients().length; i++) {
            int node = wanted.outputGradients()[i];
            leaves.put(node, leaf(new Value.Input(i), step, node));
        }
        for (int i = 0; i < stateCount; i++) {
            int node = wanted.nextStateGradients()[i];
            leaves.put(node, leaf(new Value.FromState(i), step, node));
        }
        GraphBuilder builder = new GraphBuilder(step.nodes(), perRow, type, leaves);
        List<Integer> roots = new ArrayList<>();
        for (int[] nodes :
                List.of(
                        new int[] {wanted.input()},
                        wanted.states(),
                        wanted.perRow(),
                        wanted.captured(),
                        wanted.totals())) {
            for (int node : nodes) {
                if (node >= 0) {
                    roots.add(node);
                }
            }
        }
        builder.buildAll(roots);
        List<Value> results = new ArrayList<>();
        if (wanted.input() >= 0) {
            inputGradient = true;
            results.add(builder.value(wanted.input()));
        }
        for (int node : wanted.totals()) {
            results.add(builder.value(node));
        }
        List<Value> next = new ArrayList<>();
        for (int i = 0; i < stateCount; i++) {
            int node = wanted.states()[i];
            next.add(
                    node >= 0
                            ? builder.value(node)
                            : new Value( // nothing depends on this part of the state: zeros
                                    new Value.Concat(List.of()),
                                    List.of(),
                                    width(step, step.states()[i]),
                                    true));
        }
        for (int node : wanted.perRow()) { // summed up from timestep to timestep, like a state
            if (node >= 0) {
                Value sum = leaf(new Value.FromState(next.size()), step, node);
                Value.Rule add = new Value.Combine(Binary.ADD);
                next.add(new Value(add, List.of(sum, builder.value(node)), sum.width, true));
            }
        }
        for (int node : wanted.captured()) {
            if (node >= 0) {
                collectReductions(step, perRow, node, builder);
            }
        }
        List<Value> sums = new ArrayList<>(reductions.values());
        @Nullable TableSums tableSums =
                overTable ? new TableSums(step.input(), inputGradient) : null;
        StepGraph graph =
                new StepGraph(
                        Program.Direction.BACKWARD, results, next, sums, overTable, tableSums);
        int i = 0;
        for (Map.Entry<Integer, Value> entry : reductions.entrySet()) {
            entry.setValue(graph.reductions.get(i++));
        }
        return graph;
    }

    /// A weight's gradient is a sum over rows and timesteps, or is made of such sums by operations
    /// on whole weights.
    private void collectReductions(
            RecordedStep step, boolean[] perRow, int node, GraphBuilder builder) {
        if (perRow[node]) {
            made.add(node);
            reductions.putIfAbsent(node, builder.reducedRows(node));
            return;
        }
        boolean ofRows = false;
        for (int input : step.nodes().get(node).inputs()) {
            ofRows |= perRow[input];
        }
        if (ofRows) {
            reductions.putIfAbsent(node, builder.value(node));
            return;
        }
        for (int input : step.nodes().get(node).inputs()) {
            collectReductions(step, perRow, input, builder);
        }
    }

    private Backward backward(
            RecordedStep step,
            RecordedStep.Derivative wanted,
            StepGraph graph,
            Map<Integer, Slot> saved) {
        List<Integer> stateWidths = widths(step, wanted.nextStateGradients());
        int[] rowSums = new int[wanted.perRow().length];
        for (int i = 0; i < rowSums.length; i++) {
            int node = wanted.perRow()[i];
            rowSums[i] = node < 0 ? -1 : stateWidths.size();
            if (node >= 0) {
                stateWidths.add(width(step, node));
            }
        }
        Program program =
                new Program(
                        graph,
                        buffers,
                        Program.Direction.BACKWARD,
                        graph.results.size(),
                        widths(step, wanted.outputGradients()),
                        stateWidths,
                        perRow,
                        saved,
                        overTable ? forward.inputs.getFirst() : null);
        Map<Value, Slot> slots = new HashMap<>();
        List<Value> byRow = new ArrayList<>();
        for (Value value : graph.order) {
            if (value.isReduction() && !(value.rule instanceof Value.PartOf)) {
                for (Value operand : value.inputs) {
                    slots.put(operand, program.slot(operand));
                }
            }
            if (value.rule instanceof Value.SumByRow) {
                byRow.add(value);
                slots.put(value, program.slot(value));
                slots.put(value.inputs.getFirst(), program.slot(value.inputs.getFirst()));
            }
        }
        List<Value> gradients = overTable ? graph.tables : graph.results;
        int count = graph.results.size();
        List<Slot> totals =
                graph.results.subList(count - wanted.totals().length, count).stream()
                        .map(program::slot)
                        .toList();
        return new Backward(
                program,
                inputGradient ? program.slot(gradients.getFirst()) : null,
                totals,
                rowSums,
                Map.copyOf(reductions),
                byRow,
                numbers,
                slots,
                Set.copyOf(made));
    }
}
