package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// Cuts a tensor into its timesteps. As one function, since slices by themselves would each give a
/// gradient of the whole tensor's size: quadratic in the number of timesteps.
final class Timesteps implements Autograd.CustomFunction {
    private final int timeAxis;
    private final List<Tensor> parts = new ArrayList<>();

    private Timesteps(int timeAxis) {
        this.timeAxis = timeAxis;
    }

    static List<Tensor> of(Tensor input, int timeAxis) {
        return Autograd.call(new Timesteps(timeAxis), List.of(input));
    }

    @Override
    public List<Tensor> forward(List<Tensor> inputs) {
        Tensor input = inputs.getFirst();
        for (int t = 0; t < input.dim(timeAxis); t++) {
            parts.add(input.select(timeAxis, t));
        }
        return parts;
    }

    @Override
    public List<@Nullable Tensor> gradients(
            List<@Nullable Tensor> outputGradients, boolean[] needed) {
        List<Tensor> gradients = new ArrayList<>();
        for (int t = 0; t < parts.size(); t++) {
            @Nullable Tensor gradient = outputGradients.get(t);
            Shape shape = parts.get(t).shape();
            gradients.add(
                    gradient != null ? gradient : Tensor.zeros(parts.get(t).type(), shape.dims()));
        }
        return List.of(Tensor.stack(timeAxis, gradients));
    }
}
