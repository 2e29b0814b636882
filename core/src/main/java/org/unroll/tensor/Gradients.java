package org.unroll.tensor;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// The gradients of a loss by some tensors.
public final class Gradients {
    private final List<Tensor> by;
    private final Map<Tensor, Tensor> gradients; // before clipping
    private final Clipping clipping;
    private double norm = -1; // not known yet; every thread finds the same

    Gradients(List<Tensor> by, Map<Tensor, Tensor> gradients) {
        this(List.copyOf(by), gradients, Clipping.NONE);
    }

    private Gradients(List<Tensor> by, Map<Tensor, Tensor> gradients, Clipping clipping) {
        this.by = by;
        this.gradients = gradients;
        this.clipping = clipping;
    }

    /// The gradient by a tensor that was differentiated by, in its shape; zeros if the loss does
    /// not depend on it.
    ///
    /// @throws IllegalArgumentException if it was not differentiated by this tensor
    public Tensor of(Tensor tensor) {
        return clipping.applied(unclipped(tensor));
    }

    /// What [#clipping] is still to be applied to, to get the gradient by this tensor. For
    /// optimizers that clip on the way; [#of] gives the gradient itself.
    ///
    /// @throws IllegalArgumentException if it was not differentiated by this tensor
    public Tensor unclipped(Tensor tensor) {
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

    /// What is to be done to the [#unclipped] gradients.
    public Clipping clipping() {
        return clipping;
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
        if (norm < 0) {
            norm = clipping.factor() * Norm.of(distinctGradients(), clipping.limit());
        }
        return norm;
    }

    /// All gradients scaled by one factor, if needed, so that their norm is at most this; as
    /// PyTorch's `clip_grad_norm_`, which divides by the norm plus 1e-6. Nothing is copied.
    public Gradients clippedToNorm(double maximum) {
        if (!(maximum > 0)) {
            throw new IllegalArgumentException("expected a norm above 0 but got " + maximum);
        }
        double scale = maximum / (norm() + 1e-6);
        return scale >= 1 || Double.isNaN(scale)
                ? this
                : new Gradients(
                        by, gradients, new Clipping(clipping.limit(), clipping.factor() * scale));
    }

    /// Each element brought into `[-maximum, maximum]`. Nothing is copied, unless they were clipped
    /// to a norm before.
    public Gradients clippedToValue(double maximum) {
        if (!(maximum > 0)) {
            throw new IllegalArgumentException("expected a value above 0 but got " + maximum);
        }
        double limit = Math.min(maximum, clipping.limit());
        return clipping.factor() == 1
                ? new Gradients(by, gradients, new Clipping(limit, 1))
                : mapped(gradient -> gradient.minimum(maximum).maximum(-maximum));
    }

    /// Every gradient put through a function that keeps its shape and type.
    ///
    /// @throws IllegalArgumentException if it does not keep them
    public Gradients mapped(java.util.function.UnaryOperator<Tensor> function) {
        Map<Tensor, Tensor> changed = new HashMap<>();
        for (Tensor tensor : distinct()) {
            Tensor gradient = gradients.get(tensor);
            if (gradient != null) {
                changed.put(tensor, kept(gradient, function.apply(clipping.applied(gradient))));
            }
        }
        return new Gradients(by, changed, Clipping.NONE);
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
