package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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

    final Buffers buffers = new Buffers();
    final Program forward;
    final Slot output;
    final int stateCount;
    final @Nullable Backward backward;

    /// The derivative's part.
    ///
    /// @param inputGradient where the input's gradient is, if it is wanted
    /// @param reductions what sums over all rows and timesteps, by recorded node
    /// @param slots where the reductions' operands are
    record Backward(
            Program program,
            @Nullable Slot inputGradient,
            Map<Integer, Value> reductions,
            Map<Value, Slot> slots) {}

    /// @param step a recording
    /// @param again the same step recorded with another number of rows
    Plan(RecordedStep step, RecordedStep again, int rows, int rowsAgain) {
        boolean[] perRow = GraphBuilder.rows(step, again, rows, rowsAgain);
        stateCount = step.states().length;
        requireRows(step, perRow);

        Map<Integer, Value> savedLeaves = new HashMap<>();
        @Nullable StepGraph derivative =
                step.outputGradient() < 0 ? null : derivative(step, perRow, savedLeaves);

        Map<Integer, Value> leaves = new HashMap<>();
        leaves.put(
                step.input(),
                new Value(new Value.Input(), List.of(), width(step, step.input()), true));
        for (int i = 0; i < stateCount; i++) {
            int node = step.states()[i];
            leaves.put(node, new Value(new Value.FromState(i), List.of(), width(step, node), true));
        }
        GraphBuilder builder = new GraphBuilder(step.nodes(), perRow, false, leaves);
        List<Integer> roots = new ArrayList<>();
        roots.add(step.output());
        for (int node : step.nextStates()) {
            roots.add(node);
        }
        builder.buildAll(roots);
        List<Value> results = new ArrayList<>();
        results.add(builder.value(step.output()));
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
        StepGraph graph = new StepGraph(results, next, List.of());
        forward =
                new Program(
                        graph,
                        buffers,
                        Program.Direction.FORWARD,
                        1,
                        width(step, step.input()),
                        widths(step, step.states()),
                        Map.of());
        output = forward.slot(graph.results.getFirst());
        if (derivative == null) {
            backward = null;
            return;
        }
        Map<Integer, Slot> saved = new HashMap<>();
        for (int i = 0; i < savedNodes.size(); i++) {
            saved.put(savedNodes.get(i), forward.slot(graph.results.get(i + 1)));
        }
        backward = backward(step, derivative, saved);
    }

    /// About how many rows a block shall have: so many that its buffers stay in the second-level
    /// cache, but enough for large products.
    int blockRows(DType type) {
        int bytes = type == DType.FLOAT64 ? Double.BYTES : Float.BYTES;
        int fewest = backward == null ? FEWEST_ROWS : FEWEST_ROWS_OF_GRADIENTS;
        return Math.clamp(CACHE / (bytes * buffers.width(Slot.Place.BLOCK)), fewest, MOST_ROWS);
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

    private static void requireRows(RecordedStep step, boolean[] perRow) {
        boolean all = perRow[step.output()];
        for (int node : step.nextStates()) {
            all &= perRow[node];
        }
        if (!all) {
            throw new NotPlannableException("an output or a state is the same for all rows");
        }
    }

    // ---- the derivative ----

    private final Map<Integer, Value> reductions = new LinkedHashMap<>();
    private boolean inputGradient;

    private StepGraph derivative(RecordedStep step, boolean[] perRow, Map<Integer, Value> leaves) {
        for (int i = 0; i < step.derivativeStart(); i++) {
            if (perRow[i]) {
                leaves.put(i, new Value(new Value.Saved(i), List.of(), width(step, i), true));
            }
        }
        int outputGradient = step.outputGradient();
        leaves.put(
                outputGradient,
                new Value(new Value.Input(), List.of(), width(step, outputGradient), true));
        for (int i = 0; i < stateCount; i++) {
            int node = step.nextStateGradients()[i];
            leaves.put(node, new Value(new Value.FromState(i), List.of(), width(step, node), true));
        }
        GraphBuilder builder = new GraphBuilder(step.nodes(), perRow, true, leaves);
        List<Integer> roots = new ArrayList<>();
        for (int[] nodes :
                List.of(
                        new int[] {step.inputGradient()},
                        step.stateGradients(),
                        step.capturedGradients())) {
            for (int node : nodes) {
                if (node >= 0) {
                    roots.add(node);
                }
            }
        }
        builder.buildAll(roots);
        List<Value> results = new ArrayList<>();
        if (step.inputGradient() >= 0) {
            inputGradient = true;
            results.add(builder.value(step.inputGradient()));
        }
        List<Value> next = new ArrayList<>();
        for (int i = 0; i < stateCount; i++) {
            int node = step.stateGradients()[i];
            next.add(
                    node >= 0
                            ? builder.value(node)
                            : new Value( // nothing depends on this part of the state: zeros
                                    new Value.Concat(List.of()),
                                    List.of(),
                                    width(step, step.states()[i]),
                                    true));
        }
        for (int node : step.capturedGradients()) {
            if (node >= 0) {
                collectReductions(step, perRow, node, builder);
            }
        }
        List<Value> sums = new ArrayList<>(reductions.values());
        StepGraph graph = new StepGraph(results, next, sums);
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
            throw new NotPlannableException("a captured tensor's gradient has rows");
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

    private Backward backward(RecordedStep step, StepGraph graph, Map<Integer, Slot> saved) {
        Program program =
                new Program(
                        graph,
                        buffers,
                        Program.Direction.BACKWARD,
                        graph.results.size(),
                        width(step, step.outputGradient()),
                        widths(step, step.nextStateGradients()),
                        saved);
        Map<Value, Slot> slots = new HashMap<>();
        for (Value value : graph.order) {
            if (value.isReduction() && !(value.rule instanceof Value.PartOf)) {
                for (Value operand : value.inputs) {
                    slots.put(operand, program.slot(operand));
                }
            }
        }
        return new Backward(
                program,
                inputGradient ? program.slot(graph.results.getFirst()) : null,
                Map.copyOf(reductions),
                slots);
    }
}
