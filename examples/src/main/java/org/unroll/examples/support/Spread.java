package org.unroll.examples.support;

import java.util.Arrays;
import java.util.Locale;

/// A result over some seeds.
///
/// @param count how many seeds
/// @param mean of their results
/// @param deviation the standard deviation, of a sample; 0 of one result
/// @param least the smallest result
/// @param most the largest result
public record Spread(int count, double mean, double deviation, double least, double most) {
    /// Of some results.
    ///
    /// @throws IllegalArgumentException if there are none
    public static Spread of(double... results) {
        if (results.length == 0) {
            throw new IllegalArgumentException("no results");
        }
        double mean = Arrays.stream(results).average().orElseThrow();
        double squares = Arrays.stream(results).map(r -> (r - mean) * (r - mean)).sum();
        double deviation = results.length == 1 ? 0 : Math.sqrt(squares / (results.length - 1));
        return new Spread(
                results.length,
                mean,
                deviation,
                Arrays.stream(results).min().orElseThrow(),
                Arrays.stream(results).max().orElseThrow());
    }

    /// `0.843 ± 0.012`, or `0.843` of a single seed.
    ///
    /// @param decimals behind the point
    public String text(int decimals) {
        String format = "%." + decimals + "f";
        String shown = String.format(Locale.ROOT, format, mean);
        return count == 1 ? shown : shown + String.format(Locale.ROOT, " ± " + format, deviation);
    }

    /// With three decimals.
    @Override
    public String toString() {
        return text(3);
    }
}
