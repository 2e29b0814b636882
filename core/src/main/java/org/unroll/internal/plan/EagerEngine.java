package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unroll.tensor.FiniteCheck;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// Runs the step as it stands, once per timestep, on all rows: the meaning that plans must keep.
final class EagerEngine implements SequenceEngine {
    @Override
    public List<Tensor> run(
            StepFunction step, Tensor input, SequenceSteps steps, List<Tensor> initial) {
        int count = steps.steps();
        List<Tensor> valid = steps.areAllValid() ? List.of() : valid(steps, input);
        Tensor clean = valid.isEmpty() ? input : withoutPadding(input, steps, valid);
        List<Tensor> inputs = Timesteps.of(clean, steps.timeAxis());
        List<Tensor> state = initial;
        @Nullable Tensor[] outputs = new @Nullable Tensor[count];
        for (int i = 0; i < count; i++) {
            int t = steps.reversed() ? count - 1 - i : i;
            List<Tensor> before = state;
            List<Tensor> results =
                    FiniteCheck.in("timestep " + t, () -> step.apply(inputs.get(t), before));
            Tensor output = results.getFirst();
            List<Tensor> after = results.subList(1, results.size());
            if (!valid.isEmpty()) {
                Tensor now = valid.get(t);
                output = chosen(now, output, Tensor.zeros(output.type(), output.shape().dims()));
                List<Tensor> kept = new ArrayList<>();
                for (int j = 0; j < after.size(); j++) {
                    kept.add(chosen(now, after.get(j), state.get(j)));
                }
                after = kept;
            }
            outputs[t] = output;
            state = after;
        }
        List<Tensor> all = new ArrayList<>();
        all.add(
                count > 0
                        ? Tensor.stack(steps.timeAxis(), List.of(outputs))
                        : nothing(step, input, steps, initial));
        all.addAll(state);
        return all;
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

    /// The outputs of no timesteps: what their length would be is only known by running a step.
    private static Tensor nothing(
            StepFunction step, Tensor input, SequenceSteps steps, List<Tensor> state) {
        Shape output =
                step.apply(Tensor.zeros(input.type(), steps.rows(), input.dim(2)), state)
                        .getFirst()
                        .shape();
        Shape shape = output.inserted(steps.timeAxis(), 0);
        return Tensor.zeros(input.type(), shape.dims());
    }
}
