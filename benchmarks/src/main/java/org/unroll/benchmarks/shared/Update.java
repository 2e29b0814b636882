package org.unroll.benchmarks.shared;

/// How weights change, with PyTorch's defaults but for the rate.
///
/// @param kind the rule
/// @param rate the learning rate
public record Update(Kind kind, double rate) {
    /// The rule.
    public enum Kind {
        /// none
        NONE,
        /// plain descent
        SGD,
        /// alpha 0.99
        RMSPROP,
        /// betas 0.9 and 0.999
        ADAM
    }

    /// For what does not train.
    public static final Update NONE = new Update(Kind.NONE, 0);
}
