package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unroll.tensor.FiniteCheck;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// Runs the step as it stands, once per timestep, on all rows: the meaning that plans must keep.
final class EagerEngine implements SequenceEngine {
    @Override
    public List<Tensor> run(
            StepFunction step,
            Tensor input,
            boolean timeFirst,
            int @Nullable [] lengths,
            List<Tensor> initial) {
        int timeAxis = timeFirst ? 0 : 1;
        int steps = input.dim(timeAxis);
        int rows = input.dim(1 - timeAxis);
        Tensor clean = lengths == null ? input : withoutPadding(input, timeFirst, lengths);
        List<Tensor> inputs = Timesteps.of(clean, timeAxis);
        List<Tensor> state = initial;
        List<Tensor> outputs = new ArrayList<>();
        for (int t = 0; t < steps; t++) {
            int now = t;
            List<Tensor> before = state;
            List<Tensor> results =
                    FiniteCheck.in("timestep " + t, () -> step.apply(inputs.get(now), before));
            Tensor output = results.getFirst();
            List<Tensor> after = results.subList(1, results.size());
            if (lengths != null) {
                Tensor valid = valid(lengths, t, input);
                output = chosen(valid, output, Tensor.zeros(output.type(), output.shape().dims()));
                List<Tensor> kept = new ArrayList<>();
                for (int i = 0; i < after.size(); i++) {
                    kept.add(chosen(valid, after.get(i), state.get(i)));
                }
                after = kept;
            }
            outputs.add(output);
            state = after;
        }
        List<Tensor> all = new ArrayList<>();
        all.add(
                steps > 0
                        ? Tensor.stack(timeAxis, outputs)
                        : nothing(step, input, timeFirst, rows, initial));
        all.addAll(state);
        return all;
    }

    /// Zeros in place of padding. Its content must not matter, but the steps over it are taken
    /// here, and the gradient of a NaN is NaN even where nothing depends on it.
    private static Tensor withoutPadding(Tensor input, boolean timeFirst, int[] lengths) {
        int timeAxis = timeFirst ? 0 : 1;
        List<Tensor> valid = new ArrayList<>();
        for (int t = 0; t < input.dim(timeAxis); t++) {
            valid.add(valid(lengths, t, input));
        }
        if (valid.isEmpty()) {
            return input;
        }
        Tensor mask = Tensor.stack(timeAxis, valid).unsqueezed(2);
        return Tensor.where(mask, input, Tensor.scalar(input.type(), 0));
    }

    /// 1 for the rows whose sequence reaches this step, `[rows]`.
    private static Tensor valid(int[] lengths, int t, Tensor like) {
        double[] valid = new double[lengths.length];
        for (int row = 0; row < valid.length; row++) {
            valid[row] = lengths[row] > t ? 1 : 0;
        }
        return Tensor.of(valid).to(like.type());
    }

    private static Tensor chosen(Tensor valid, Tensor a, Tensor b) {
        int[] dims = new int[a.rank()];
        java.util.Arrays.fill(dims, 1);
        dims[0] = valid.size();
        return Tensor.where(valid.reshaped(dims), a, b);
    }

    /// The outputs of no timesteps: what their length would be is only known by running a step.
    private static Tensor nothing(
            StepFunction step, Tensor input, boolean timeFirst, int rows, List<Tensor> state) {
        Shape output =
                step.apply(Tensor.zeros(input.type(), rows, input.dim(2)), state)
                        .getFirst()
                        .shape();
        Shape shape = output.inserted(timeFirst ? 0 : 1, 0);
        return Tensor.zeros(input.type(), shape.dims());
    }
}
