package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.unroll.tensor.DType;
import org.unroll.tensor.FiniteCheck;
import org.unroll.tensor.RandomMask;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// Runs the step as it stands, once per timestep, on all rows: the meaning that plans must keep.
final class EagerEngine implements SequenceEngine {
    @Override
    public Results run(SequenceCall call) {
        SequenceSteps steps = call.steps();
        Tensor input = call.input();
        int count = steps.steps();
        List<Tensor> valid = steps.areAllValid() ? List.of() : valid(steps, input);
        Tensor clean = valid.isEmpty() ? input : withoutPadding(input, steps, valid);
        List<Tensor> inputs = Timesteps.of(clean, steps.timeAxis());
        List<Tensor> state = call.initial();
        List<StepResult> results = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int t = steps.reversed() ? count - 1 - i : i;
            List<Tensor> before = state;
            StepResult result =
                    FiniteCheck.in(
                            "timestep " + t,
                            () -> call.step().apply(inputs.get(t), before, new At(call, t)));
            if (call.watched() != null) {
                result = watched(result, inputs.get(t), before, call, call.watched(), t);
            }
            if (!valid.isEmpty()) {
                result = ofValidRows(valid.get(t), result, before);
            }
            results.add(result);
            state = result.state();
        }
        if (count == 0) {
            return new Results(nothing(call), state);
        }
        List<StepResult> inOrder = steps.reversed() ? results.reversed() : results;
        List<Tensor> outputs = new ArrayList<>();
        for (int i = 0; i < results.getFirst().outputs().size(); i++) {
            int output = i;
            outputs.add(
                    Tensor.stack(
                            steps.timeAxis(),
                            inOrder.stream().map(r -> r.outputs().get(output)).toList()));
        }
        return new Results(outputs, state);
    }

    /// What a step may ask for at one timestep.
    private record At(SequenceCall call, int t) implements Surroundings {
        @Override
        public Tensor mask(RandomMask mask, boolean perSequence, Shape shape, DType type) {
            return mask.ofRows(type, perSequence ? 0 : call.firstStep() + t, shape);
        }

        @Override
        public Tensor perRow(int index) {
            return call.perRow().get(index);
        }
    }

    /// The same result with its state watched. A state that the step hands on as it came is another
    /// value after the step than before.
    private static StepResult watched(
            StepResult result,
            Tensor input,
            List<Tensor> before,
            SequenceCall call,
            StateGradients gradients,
            int t) {
        Map<Tensor, Tensor> own = new HashMap<>();
        for (Tensor tensor : result.state()) {
            if (tensor == input || before.contains(tensor) || call.perRow().contains(tensor)) {
                own.computeIfAbsent(tensor, Identity::of);
            }
        }
        UnaryOperator<Tensor> replaced = tensor -> own.getOrDefault(tensor, tensor);
        StepResult after =
                new StepResult(
                        result.outputs().stream().map(replaced).toList(),
                        result.state().stream().map(replaced).toList());
        for (int i = 0; i < after.state().size(); i++) {
            gradients.watch(i, t, after.state().get(i));
        }
        return after;
    }

    /// Where a row does not take the step its outputs are zero and its state stays.
    private static StepResult ofValidRows(Tensor valid, StepResult result, List<Tensor> before) {
        List<Tensor> outputs = new ArrayList<>();
        for (Tensor output : result.outputs()) {
            outputs.add(chosen(valid, output, Tensor.zeros(output.type(), output.shape().dims())));
        }
        List<Tensor> state = new ArrayList<>();
        for (int i = 0; i < before.size(); i++) {
            state.add(chosen(valid, result.state().get(i), before.get(i)));
        }
        return new StepResult(outputs, state);
    }

    /// Zeros in place of padding. Its content must not matter, but the steps over it are taken
    /// here, and the gradient of a NaN is NaN even where nothing depends on it.
    private static Tensor withoutPadding(Tensor input, SequenceSteps steps, List<Tensor> valid) {
        Tensor mask = Tensor.stack(steps.timeAxis(), valid).unsqueezed(2);
        return Tensor.where(mask, input, Tensor.scalar(input.type(), 0));
    }

    /// For each timestep, 1 for the rows that take it: `[rows]`.
    private static List<Tensor> valid(SequenceSteps steps, Tensor like) {
        return Arrays.stream(steps.mask()).map(rows -> Tensor.of(rows).to(like.type())).toList();
    }

    private static Tensor chosen(Tensor valid, Tensor a, Tensor b) {
        int[] dims = new int[a.rank()];
        Arrays.fill(dims, 1);
        dims[0] = valid.size();
        return Tensor.where(valid.reshaped(dims), a, b);
    }

    @Override
    public String planText(SequenceCall call, Map<Tensor, String> weights) {
        return "step by step, every operation by itself\n";
    }

    /// The outputs of no timesteps: what their lengths would be is only known by running a step.
    private static List<Tensor> nothing(SequenceCall call) {
        Tensor input = call.input();
        Tensor zeros = Tensor.zeros(input.type(), call.steps().rows(), input.dim(2));
        return call.step().apply(zeros, call.initial(), new At(call, 0)).outputs().stream()
                .map(output -> {
                    Shape shape = output.shape().inserted(call.steps().timeAxis(), 0);
                    return Tensor.zeros(output.type(), shape.dims());
                })
                .toList();
    }
}
