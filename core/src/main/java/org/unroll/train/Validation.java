package org.unroll.train;

/// Measures the model on data that it does not learn from. Called between iterations; must not
/// change the model.
@FunctionalInterface
public interface Validation {
    /// Measures the model as it is now.
    Validated measure();
}
