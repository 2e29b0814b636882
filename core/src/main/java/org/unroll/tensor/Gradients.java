package org.unroll.tensor;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.unroll.internal.kernel.Kernels;

/// The gradients of a loss by some tensors.
public final class Gradients {
    private final List<Tensor> by;
    private final Map<Tensor, Tensor> gradients;

    Gradients(List<Tensor> by, Map<Tensor, Tensor> gradients) {
        this.by = List.copyOf(by);
        this.gradients = gradients;
    }

    /// The gradient by a tensor that was differentiated by, in its shape; zeros if the loss does
    /// not depend on it.
    ///
    /// @throws IllegalArgumentException if it was not differentiated by this tensor
    public Tensor of(Tensor tensor) {
        Tensor gradient = gradients.get(tensor);
        if (gradient != null) {
            return gradient;
        }
        for (Tensor candidate : by) {
            if (candidate == tensor) {
                return Tensor.zeros(tensor.type(), tensor.shape().dims());
            }
        }
        throw new IllegalArgumentException(
                "the loss was not differentiated by this tensor of shape " + tensor.shape());
    }

    /// Whether the loss depends on this tensor at all.
    public boolean reaches(Tensor tensor) {
        return gradients.containsKey(tensor);
    }

    /// The gradients in the order in which they were asked for.
    public List<Tensor> values() {
        return by.stream().map(this::of).toList();
    }

    /// The Euclidean norm over all gradients together.
    public double norm() {
        double squares = 0;
        for (Tensor gradient : distinctGradients()) {
            Kernels<Object> kernels = Engine.kernels(gradient.type());
            squares += kernels.sumOfSquares(0, gradient.size(), gradient.array());
        }
        return Double.isFinite(squares) ? Math.sqrt(squares) : normOfHuge();
    }

    /// The norm of gradients whose squares overflow: scaled by the largest.
    private double normOfHuge() {
        double largest = 0;
        for (Tensor gradient : distinctGradients()) {
            for (int i = 0; i < gradient.size(); i++) {
                largest = Math.max(largest, Math.abs(gradient.element(i)));
            }
        }
        if (!Double.isFinite(largest)) {
            return largest;
        }
        double squares = 0;
        for (Tensor gradient : distinctGradients()) {
            for (int i = 0; i < gradient.size(); i++) {
                double scaled = gradient.element(i) / largest;
                squares += scaled * scaled;
            }
        }
        return largest * Math.sqrt(squares);
    }

    /// All gradients scaled by one factor, if needed, so that their norm is at most this; as
    /// PyTorch's `clip_grad_norm_`, which divides by the norm plus 1e-6.
    public Gradients clippedToNorm(double maximum) {
        if (!(maximum > 0)) {
            throw new IllegalArgumentException("expected a norm above 0 but got " + maximum);
        }
        double norm = norm();
        double factor = maximum / (norm + 1e-6);
        return factor >= 1 || Double.isNaN(factor)
                ? this
                : mapped(gradient -> gradient.times(factor));
    }

    /// Each element brought into `[-maximum, maximum]`.
    public Gradients clippedToValue(double maximum) {
        if (!(maximum > 0)) {
            throw new IllegalArgumentException("expected a value above 0 but got " + maximum);
        }
        return mapped(gradient -> gradient.minimum(maximum).maximum(-maximum));
    }

    /// Every gradient put through a function that keeps its shape and type.
    ///
    /// @throws IllegalArgumentException if it does not keep them
    public Gradients mapped(java.util.function.UnaryOperator<Tensor> function) {
        Map<Tensor, Tensor> changed = new HashMap<>();
        for (Tensor tensor : distinct()) {
            Tensor gradient = gradients.get(tensor);
            if (gradient != null) {
                changed.put(tensor, kept(gradient, function.apply(gradient)));
            }
        }
        return new Gradients(by, changed);
    }

    private static Tensor kept(Tensor gradient, Tensor mapped) {
        if (!mapped.shape().equals(gradient.shape()) || mapped.type() != gradient.type()) {
            throw new IllegalArgumentException(
                    "a gradient %s %s was mapped to %s %s: expected its shape and type to be kept"
                            .formatted(
                                    gradient.type(),
                                    gradient.shape(),
                                    mapped.type(),
                                    mapped.shape()));
        }
        return mapped;
    }

    private List<Tensor> distinctGradients() {
        return distinct().stream().map(gradients::get).filter(Objects::nonNull).toList();
    }

    /// In the order asked for, so that the norm's sum has one order; tied tensors once.
    private Set<Tensor> distinct() {
        return new LinkedHashSet<>(by); // tensors have no equals of their own: identity
    }
}
