package org.unroll.optim;

/// Checks of options, in words that name them.
final class Checks {
    private Checks() {}

    static double notNegative(String name, double value) {
        return require(value >= 0 && value < Double.POSITIVE_INFINITY, name, ">= 0", value);
    }

    static double positive(String name, double value) {
        return require(value > 0 && value < Double.POSITIVE_INFINITY, name, "> 0", value);
    }

    /// A share that is never all: of what is remembered from step to step.
    static double belowOne(String name, double value) {
        return require(value >= 0 && value < 1, name, "from 0 to below 1", value);
    }

    static double count(String name, double value) {
        return require(
                value >= 0 && value == Math.rint(value) && value <= 0x1p53,
                name,
                "to be a whole number >= 0",
                value);
    }

    static long atLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("expected " + name + " >= 1 but got " + value);
        }
        return value;
    }

    private static double require(boolean holds, String name, String expected, double value) {
        if (!holds) {
            throw new IllegalArgumentException(
                    "expected %s %s but got %s".formatted(name, expected, value));
        }
        return value;
    }
}
