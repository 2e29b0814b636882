package org.unroll.nn;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.Tensor;

/// `clip(x, low, high) / divisor`, with a derivative of its own: zero at both ends and beyond,
/// where minimum and maximum would give half of it at the ends. It needs the result alone, which a
/// cell keeps anyway; choices would keep their conditions.
final class Ramp implements Autograd.CustomFunction {
    private final double low;
    private final double high;
    private final double divisor;
    private @Nullable Tensor result;

    private Ramp(double low, double high, double divisor) {
        this.low = low;
        this.high = high;
        this.divisor = divisor;
    }

    /// x clipped to `[low, high]`.
    static Tensor of(Tensor x, double low, double high) {
        return of(x, low, high, 1);
    }

    /// x clipped to `[low, high]` and divided.
    static Tensor of(Tensor x, double low, double high, double divisor) {
        return Autograd.call(new Ramp(low, high, divisor), List.of(x)).getFirst();
    }

    private Tensor divided(Tensor x) {
        return divisor == 1 ? x : x.dividedBy(divisor);
    }

    @Override
    public List<Tensor> forward(List<Tensor> inputs) {
        Tensor y = divided(inputs.getFirst().maximum(low).minimum(high));
        result = y;
        return List.of(y);
    }

    /// A NaN lets the gradient through.
    @Override
    public List<@Nullable Tensor> gradients(List<@Nullable Tensor> gradients, boolean[] needed) {
        Tensor y = Objects.requireNonNull(result);
        Tensor g = divided(Objects.requireNonNull(gradients.getFirst()));
        Tensor zero = Tensor.scalar(y.type(), 0);
        Tensor below = Tensor.where(y.lessOrEqual(low / divisor), zero, g);
        return List.of(Tensor.where(y.greaterOrEqual(high / divisor), zero, below));
    }
}
