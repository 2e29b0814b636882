package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.plan.SequenceEngine.StepFunction;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Recording;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// A cell's step as a list of operations, followed by those of its derivative if any gradient is
/// wanted.
///
/// @param nodes all values; those before `derivativeStart` are the step's own
/// @param input the step's input
/// @param states the state's tensors before the step
/// @param output the step's output
/// @param nextStates the state's tensors after the step
/// @param captured the tensors with values that the step uses
/// @param derivativeStart where the derivative begins
/// @param outputGradient the derivative's argument: the gradient of the output
/// @param nextStateGradients the derivative's arguments: the gradients of the state after the step
/// @param inputFollowed whether the input's gradient is wanted
/// @param capturedFollowed of which captured tensors gradients are wanted
/// @param inputGradient the gradient of the input, or -1 if there is none
/// @param stateGradients those of the state before the step, each -1 if there is none
/// @param capturedGradients those of the captured tensors, each -1 if there is none
record RecordedStep(
        List<Recording.Node> nodes,
        int input,
        int[] states,
        int output,
        int[] nextStates,
        int[] captured,
        int derivativeStart,
        int outputGradient,
        int[] nextStateGradients,
        boolean inputFollowed,
        boolean[] capturedFollowed,
        int inputGradient,
        int[] stateGradients,
        int[] capturedGradients) {

    /// Records a step for this many rows.
    ///
    /// @param followed whether a captured tensor's gradient is wanted
    static RecordedStep of(
            StepFunction step,
            int rows,
            Tensor input,
            List<Tensor> initial,
            boolean inputFollowed,
            boolean derivative,
            Followed followed) {
        Recording recording = new Recording();
        DType type = input.type();
        Tensor x = recording.argument(Shape.of(rows, input.dim(2)), type);
        List<Tensor> states = new ArrayList<>();
        for (Tensor state : initial) {
            states.add(recording.argument(state.shape().with(0, rows), state.type()));
        }
        List<Tensor> results = applied(step, x, states);
        int[] stateNumbers = numbers(recording, states);
        int output = recording.number(results.getFirst());
        int[] next = numbers(recording, results.subList(1, results.size()));
        List<Integer> captured = new ArrayList<>();
        for (int i = 0; i < recording.nodes().size(); i++) {
            if (recording.nodes().get(i).isCaptured()) {
                captured.add(i);
            }
        }
        int[] capturedNumbers = captured.stream().mapToInt(Integer::intValue).toArray();
        int start = recording.nodes().size();
        if (!derivative) {
            recording.close();
            return new RecordedStep(
                    recording.nodes(),
                    recording.number(x),
                    stateNumbers,
                    output,
                    next,
                    capturedNumbers,
                    start,
                    -1,
                    new int[0],
                    false,
                    new boolean[capturedNumbers.length],
                    -1,
                    new int[0],
                    new int[0]);
        }
        Map<Tensor, Tensor> from = new HashMap<>();
        Tensor outputGradient = recording.argument(results.getFirst().shape(), type);
        from.put(results.getFirst(), outputGradient);
        List<Tensor> nextGradients = new ArrayList<>();
        for (Tensor state : results.subList(1, results.size())) {
            Tensor gradient = recording.argument(state.shape(), state.type());
            nextGradients.add(gradient);
            from.merge(state, gradient, Tensor::plus); // the output may be a part of the state
        }
        List<Tensor> of = new ArrayList<>(states);
        List<Integer> followedCaptured = new ArrayList<>();
        boolean[] capturedFollowed = new boolean[capturedNumbers.length];
        for (int i = 0; i < capturedNumbers.length; i++) {
            Tensor tensor = recording.nodes().get(capturedNumbers[i]).tensor();
            if (followed.test(i, tensor)) {
                followedCaptured.add(i);
                capturedFollowed[i] = true;
                of.add(tensor);
            }
        }
        if (inputFollowed) {
            of.add(x);
        }
        List<@Nullable Tensor> gradients = recording.differentiate(from, of, _ -> true);
        int[] all = new int[gradients.size()];
        for (int i = 0; i < all.length; i++) {
            @Nullable Tensor gradient = gradients.get(i);
            all[i] = gradient == null ? -1 : recording.number(gradient);
        }
        int[] stateGradients = java.util.Arrays.copyOf(all, states.size());
        int[] capturedGradients = new int[capturedNumbers.length];
        java.util.Arrays.fill(capturedGradients, -1);
        for (int i = 0; i < followedCaptured.size(); i++) {
            capturedGradients[followedCaptured.get(i)] = all[states.size() + i];
        }
        recording.close();
        return new RecordedStep(
                recording.nodes(),
                recording.number(x),
                stateNumbers,
                output,
                next,
                capturedNumbers,
                start,
                recording.number(outputGradient),
                numbers(recording, nextGradients),
                inputFollowed,
                capturedFollowed,
                inputFollowed ? all[all.length - 1] : -1,
                stateGradients,
                capturedGradients);
    }

    private static List<Tensor> applied(StepFunction step, Tensor x, List<Tensor> states) {
        try {
            return step.apply(x, states);
        } catch (IllegalArgumentException e) {
            String hint =
                    String.valueOf(e.getMessage()).contains("broadcast")
                            ? ". A tensor with a row for each row of the batch can only come in"
                                    + " through the input or the state"
                            : "";
            throw new IllegalArgumentException(
                    "a cell's step, recorded with %d rows in place of the batch's: %s%s"
                            .formatted(x.dim(0), e.getMessage(), hint),
                    e);
        }
    }

    /// Whether the gradient by a captured tensor, known by its place among them, is wanted.
    interface Followed {
        boolean test(int index, Tensor captured);

        /// By whether the differentiation that is going on follows the tensor.
        static Followed byTape() {
            return (_, tensor) -> tensor.type().isFloating() && Autograd.follows(List.of(tensor));
        }
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

    /// What two recordings of the same step have in common, and by which a plan is found again:
    /// operations, how they hang together, shapes, and which gradients are wanted.
    List<Object> signature() {
        List<Object> signature = new ArrayList<>();
        for (Recording.Node node : nodes) {
            signature.add(node.operation() == null ? "" : node.operation());
            signature.add(node.inputs());
            signature.add(node.tensor().shape());
            signature.add(node.tensor().type());
        }
        for (int[] part :
                List.of(
                        states,
                        new int[] {input, output, derivativeStart, outputGradient, inputGradient},
                        nextStates,
                        captured,
                        nextStateGradients,
                        stateGradients,
                        capturedGradients)) {
            signature.add(java.util.Arrays.stream(part).boxed().toList());
        }
        signature.add(inputFollowed);
        signature.add(java.util.Arrays.toString(capturedFollowed));
        return signature;
    }
}
