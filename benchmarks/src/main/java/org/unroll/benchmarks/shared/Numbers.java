package org.unroll.benchmarks.shared;

/// Numbers that are the same on both sides: a weight's value follows from its name and place.
public final class Numbers {
    private Numbers() {}

    /// Weights in `[-bound, bound)`.
    public static double[] weights(String name, int count, double bound) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = bound * (2 * fraction(name, i) - 1);
        }
        return values;
    }

    /// Inputs in `[0, 1)`.
    public static double[] inputs(int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = fraction("input", i);
        }
        return values;
    }

    /// Tokens or classes below a limit.
    public static int[] choices(String name, int count, int limit) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = (int) (fraction(name, i) * limit);
        }
        return values;
    }

    /// SplitMix64's output function, as a number in `[0, 1)` that a float holds exactly.
    private static double fraction(String name, int index) {
        long z = name.hashCode() * 0x9E3779B97F4A7C15L + index * 0xD1B54A32D192ED03L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        return (z >>> 40) * 0x1p-24;
    }
}
