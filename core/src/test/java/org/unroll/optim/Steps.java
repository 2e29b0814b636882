package org.unroll.optim;

import java.util.List;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Gradients;
import org.unroll.tensor.Tensor;

/// Gradients of given values, for tests.
final class Steps {
    private Steps() {}

    static Tensor parameter(DType type) {
        return Tensor.of(new double[] {1, -2}).to(type);
    }

    /// The gradients of a loss that is linear in the parameter: exactly these numbers.
    static Gradients gradients(Tensor parameter, double... values) {
        Tensor by = Tensor.of(values, parameter.shape().dims()).to(parameter.type());
        return Autograd.differentiate(List.of(parameter), () -> parameter.times(by).sum())
                .gradients();
    }
}
