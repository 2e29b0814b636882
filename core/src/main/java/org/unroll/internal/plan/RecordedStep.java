package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.plan.SequenceEngine.StepResult;
import org.unroll.tensor.Recording;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// A cell's step as a list of operations, followed by those of its derivative if any gradient is
/// wanted.
///
/// @param nodes all values; those before `derivativeStart` are the step's own
/// @param input the step's input
/// @param states the state's tensors before the step
/// @param perRow the tensors with a row per row of the batch that the step asked for, which stay
///   the same over time
/// @param drawn the masks that the step asked for
/// @param outputs the step's outputs
/// @param nextStates the state's tensors after the step
/// @param captured the tensors with values that the step uses
/// @param derivativeStart where the derivative begins
/// @param derivative what is wanted of it; null if no gradient is
/// @param signature what two recordings of the same step have in common, and by which a plan is
///   found again: operations, how they hang together, shapes, and which gradients are wanted
record RecordedStep(
        List<Recording.Node> nodes,
        int input,
        int[] states,
        List<PerRow> perRow,
        List<DrawnMask> drawn,
        int[] outputs,
        int[] nextStates,
        int[] captured,
        int derivativeStart,
        @Nullable Derivative derivative,
        List<Object> signature) {

    /// A tensor with a row per row of the batch.
    ///
    /// @param node the recorded argument that stands for it
    /// @param index which of the call's it is; -1 for a mask
    /// @param mask which of the drawn masks it is; -1 for one of the call's tensors
    record PerRow(int node, int index, int mask) {}

    /// The derivative's arguments and results, by node; -1 for a result where there is none.
    ///
    /// @param wanted which gradients are wanted
    /// @param outputGradients arguments: the gradients of the outputs
    /// @param nextStateGradients arguments: those of the state after the step
    /// @param input the gradient of the input
    /// @param states those of the state before the step
    /// @param perRow those of the tensors per row, of this timestep alone
    /// @param captured those of the captured tensors
    /// @param totals those of the state after the step, along all ways; none unless wanted
    record Derivative(
            Wanted wanted,
            int[] outputGradients,
            int[] nextStateGradients,
            int input,
            int[] states,
            int[] perRow,
            int[] captured,
            int[] totals) {}

    /// Which gradients are wanted, besides the state's.
    ///
    /// @param perRow by the step's tensors per row, in order
    /// @param captured by the captured tensors, in order
    /// @param totals by the state after each timestep, along all ways, to be watched
    record Wanted(boolean input, boolean[] perRow, boolean[] captured, boolean totals) {
        boolean any() {
            return input || any(perRow) || any(captured);
        }

        private void addTo(List<Object> signature) {
            signature.add(input);
            signature.add(totals);
            signature.add(Arrays.toString(perRow));
            signature.add(Arrays.toString(captured));
        }

        private static boolean any(boolean[] flags) {
            for (boolean flag : flags) {
                if (flag) {
                    return true;
                }
            }
            return false;
        }
    }

    /// Says which gradients are wanted, once it is known what the step uses.
    interface Wants {
        /// Null if none are.
        @Nullable Wanted of(List<PerRow> perRow, List<Tensor> captured);
    }

    /// A derivative with its operations.
    ///
    /// @param nodes those that follow on the step's own
    record Derived(Derivative derivative, List<Recording.Node> nodes) {
        private boolean holdsValues() {
            return nodes.stream().anyMatch(Recording.Node::isCaptured);
        }

        private void addTo(List<Object> signature) {
            addNodes(signature, nodes);
            add(signature, derivative.outputGradients, derivative.nextStateGradients);
            add(signature, new int[] {derivative.input}, derivative.states, derivative.perRow);
            add(signature, derivative.captured, derivative.totals);
        }
    }

    /// Records a step for this many rows.
    static RecordedStep of(SequenceCall call, int rows, Wants wants) {
        return of(call, rows, wants, new HashMap<>());
    }

    /// @param known derivatives by signature, where another such step's is taken from: the same
    ///   operations have the same derivative, unless they are functions with one of their own, or
    ///   it holds tensors with values
    static RecordedStep of(
            SequenceCall call, int rows, Wants wants, Map<List<Object>, Derived> known) {
        Recording recording = new Recording();
        Tensor x = input(recording, call, rows);
        List<Tensor> states = states(recording, call, rows);
        RecordedSurroundings around = new RecordedSurroundings(recording, call, rows);
        StepResult result;
        try {
            result = call.step().apply(x, states, around);
        } catch (IllegalArgumentException e) {
            throw explained(e, recording, call, rows);
        }
        int[] stateNumbers = numbers(recording, states);
        int[] outputs = numbers(recording, result.outputs());
        int[] next = numbers(recording, result.state());
        List<Tensor> captured = new ArrayList<>();
        for (Recording.Node node : recording.nodes()) {
            if (node.isCaptured()) {
                captured.add(node.tensor());
            }
        }
        List<Recording.Node> own = List.copyOf(recording.nodes());
        int[] capturedNumbers = numbers(recording, captured);
        List<Object> signature = new ArrayList<>();
        addNodes(signature, own);
        signature.add(around.perRow);
        around.drawn.forEach(mask -> signature.add(mask.node()));
        add(signature, new int[] {recording.number(x)}, stateNumbers, outputs, next);
        add(signature, capturedNumbers);
        @Nullable Wanted wanted = wants.of(around.perRow, captured);
        @Nullable Derived derived = null;
        if (wanted != null) {
            wanted.addTo(signature);
            derived = recording.hasCustoms() ? null : known.get(signature);
            if (derived == null) {
                Derivative derivative =
                        derivative(recording, x, states, around.perRow, captured, result, wanted);
                derived = new Derived(derivative, rest(recording.nodes(), own.size()));
                if (recording.hasCustoms() || derived.holdsValues()) {
                    derived.addTo(signature);
                } else {
                    known.put(List.copyOf(signature), derived);
                }
            }
        }
        recording.close();
        List<Recording.Node> nodes = new ArrayList<>(own);
        nodes.addAll(derived == null ? List.of() : derived.nodes);
        return new RecordedStep(
                nodes,
                recording.number(x),
                stateNumbers,
                around.perRow,
                around.drawn,
                outputs,
                next,
                capturedNumbers,
                own.size(),
                derived == null ? null : derived.derivative,
                signature);
    }

    private static List<Recording.Node> rest(List<Recording.Node> nodes, int from) {
        return List.copyOf(nodes.subList(from, nodes.size()));
    }

    private static void addNodes(List<Object> signature, List<Recording.Node> nodes) {
        for (Recording.Node node : nodes) {
            signature.add(node.operation() == null ? "" : node.operation());
            signature.add(node.inputs());
            signature.add(node.tensor().shape());
            signature.add(node.tensor().type());
        }
    }

    private static void add(List<Object> signature, int[]... parts) {
        for (int[] part : parts) {
            signature.add(Arrays.stream(part).boxed().toList());
        }
    }

    private static Derivative derivative(
            Recording recording,
            Tensor x,
            List<Tensor> states,
            List<PerRow> perRow,
            List<Tensor> captured,
            StepResult result,
            Wanted wanted) {
        Map<Tensor, Tensor> from = new HashMap<>();
        int[] outputGradients = arguments(recording, result.outputs(), from);
        int[] nextGradients = arguments(recording, result.state(), from);
        List<Tensor> of = new ArrayList<>(states);
        for (int i = 0; i < perRow.size(); i++) {
            if (wanted.perRow[i]) {
                of.add(recording.nodes().get(perRow.get(i).node).tensor());
            }
        }
        for (int i = 0; i < captured.size(); i++) {
            if (wanted.captured[i]) {
                of.add(captured.get(i));
            }
        }
        if (wanted.input) {
            of.add(x);
        }
        int asked = of.size();
        List<Tensor> watched = wanted.totals ? result.state() : List.of();
        of.addAll(watched);
        List<@Nullable Tensor> gradients = recording.differentiate(from, of, _ -> true);
        int[] totals = new int[watched.size()];
        for (int i = 0; i < totals.length; i++) {
            Tensor tensor = watched.get(i);
            boolean made = recording.nodes().get(recording.number(tensor)).operation() != null;
            // What the step hands on as it came is another value after the step than before.
            @Nullable Tensor total = made ? gradients.get(asked + i) : from.get(tensor);
            totals[i] = recording.number(Objects.requireNonNull(total));
        }
        int[] all = new int[asked];
        for (int i = 0; i < all.length; i++) {
            @Nullable Tensor gradient = gradients.get(i);
            all[i] = gradient == null ? -1 : recording.number(gradient);
        }
        int[] rest = Arrays.copyOfRange(all, states.size(), all.length);
        int[] perRowGradients = spread(rest, 0, wanted.perRow);
        int used = all.length - states.size() - (wanted.input ? 1 : 0) - count(wanted.captured);
        return new Derivative(
                wanted,
                outputGradients,
                nextGradients,
                wanted.input ? all[all.length - 1] : -1,
                Arrays.copyOf(all, states.size()),
                perRowGradients,
                spread(rest, used, wanted.captured),
                totals);
    }

    /// A gradient for each result. Results may be the same value: it gets the sum.
    private static int[] arguments(
            Recording recording, List<Tensor> results, Map<Tensor, Tensor> from) {
        int[] numbers = new int[results.size()];
        for (int i = 0; i < numbers.length; i++) {
            Tensor result = results.get(i);
            Tensor gradient = recording.argument(result.shape(), result.type());
            numbers[i] = recording.number(gradient);
            from.merge(result, gradient, Tensor::plus);
        }
        return numbers;
    }

    private static int count(boolean[] flags) {
        int count = 0;
        for (boolean flag : flags) {
            count += flag ? 1 : 0;
        }
        return count;
    }

    /// Numbers at the places that are wanted, -1 at the others.
    private static int[] spread(int[] numbers, int from, boolean[] wanted) {
        int[] spread = new int[wanted.length];
        int next = from;
        for (int i = 0; i < spread.length; i++) {
            spread[i] = wanted[i] ? numbers[next++] : -1;
        }
        return spread;
    }

    private static Tensor input(Recording recording, SequenceCall call, int rows) {
        Tensor input = call.input();
        return recording.argument(Shape.of(rows, input.dim(2)), input.type());
    }

    private static List<Tensor> states(Recording recording, SequenceCall call, int rows) {
        List<Tensor> states = new ArrayList<>();
        for (Tensor state : call.initial()) {
            states.add(recording.argument(state.shape().with(0, rows), state.type()));
        }
        return states;
    }

    /// Shapes that do not fit may come of rows that were mixed before.
    private static IllegalArgumentException explained(
            IllegalArgumentException e, Recording failed, SequenceCall call, int rows) {
        Recording more = new Recording();
        try {
            call.step()
                    .apply(
                            input(more, call, rows + 1),
                            states(more, call, rows + 1),
                            new RecordedSurroundings(more, call, rows + 1));
        } catch (IllegalArgumentException again) {
            e.addSuppressed(again);
        }
        @Nullable IllegalArgumentException cause =
                RowProof.cause(failed.nodes(), more.nodes(), rows, rows + 1);
        if (cause != null) {
            cause.initCause(e);
            return cause;
        }
        String hint =
                String.valueOf(e.getMessage()).contains("broadcast")
                        ? ". A tensor with a row for each row of the batch can only come in through"
                                + " the input, the state, or RowTensors given to run()"
                        : "";
        return new IllegalArgumentException(
                "a cell's step, recorded with %d rows in place of the batch's: %s%s"
                        .formatted(rows, e.getMessage(), hint),
                e);
    }

    private static int[] numbers(Recording recording, List<Tensor> tensors) {
        return tensors.stream().mapToInt(recording::number).toArray();
    }

    /// The tensors that the step uses, in order.
    List<Tensor> capturedTensors() {
        List<Tensor> tensors = new ArrayList<>();
        for (int number : captured) {
            tensors.add(nodes.get(number).tensor());
        }
        return tensors;
    }

    /// The tensors per row of a call, in order.
    List<Tensor> perRowTensors(SequenceCall call) {
        List<Tensor> tensors = new ArrayList<>();
        for (PerRow row : perRow) {
            if (row.mask < 0) {
                tensors.add(call.perRow().get(row.index));
            } else {
                Tensor like = nodes.get(row.node).tensor();
                Shape shape = like.shape().with(0, call.steps().rows());
                tensors.add(drawn.get(row.mask).mask().ofRows(like.type(), 0, shape));
            }
        }
        return tensors;
    }
}
