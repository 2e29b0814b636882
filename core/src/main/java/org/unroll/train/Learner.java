package org.unroll.train;

import java.util.Map;
import org.unroll.nn.Mode;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// What is trained: parameters and the loss on a batch.
///
/// @param <B> a batch
public interface Learner<B> {
    /// The parameters to train.
    Parameters parameters();

    /// The loss on a batch, a scalar. Everything random in it must come from `mode`.
    Tensor loss(B batch, Mode mode);

    /// What one batch leaves to the next, such as the recurrent state in truncated backpropagation;
    /// part of every checkpoint. Tensors may be those that [#loss] computed: after a batch the
    /// trainer hands copies that last to [#carry]. Nothing else that [#loss] computes may be used
    /// after it; see [TrainingStep].
    default Map<String, Tensor> carried() {
        return Map.of();
    }

    /// Takes back what [#carried()] gave.
    default void carry(Map<String, Tensor> carried) {}
}
