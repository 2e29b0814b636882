package org.unroll.recurrent;

/// Checks shares of numbers that are dropped, or kept as they are.
final class Rates {
    private Rates() {}

    /// @param name what the message calls it
    static void check(String name, double rate) {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException(
                    "expected a %s in [0, 1) but got %s".formatted(name, rate));
        }
    }
}
