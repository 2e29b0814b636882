package org.unroll.classify;

/// What a score is whose denominator is zero: precision of a class that was never predicted, say.
public enum ZeroDivision {
    /// 0, and the report says so.
    ZERO_WITH_NOTE,
    /// 1.
    ONE
}
