package org.unroll.recurrent;

/// Checks shares of numbers that are dropped or kept.
final class Rates {
    private Rates() {}

    /// @param what whose rate it is, for the message
    static void check(String what, double rate) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException(
                    "expected a rate of %s in [0, 1) but got %s".formatted(what, rate));
        }
    }
}
