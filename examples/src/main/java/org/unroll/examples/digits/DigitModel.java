package org.unroll.examples.digits;

import org.unroll.nn.Mode;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// A network that tells digits apart.
public interface DigitModel {
    /// What training changes.
    Parameters parameters();

    /// How likely the network holds each digit to be, before the softmax.
    ///
    /// @param images `[images, height, width]` in [0, 1], any number of them
    /// @param start where a random state before the first row comes from
    /// @return `[images, 10]`
    Tensor logits(Tensor images, Mode mode, Rng start);

    /// Whether it begins with a random state, so that the same image may be read in another way the
    /// next time.
    boolean startsAtRandom();
}
