package org.unroll.text;

import java.util.Objects;

/// What to write and when to stop.
///
/// @param sampler how to choose characters
/// @param prefix what the text begins with; read by the model, not part of what it gives
/// @param newlines stop after so many line ends, the last one included in the text; 0 = do not stop
///   there
/// @param length stop after so many characters; 0 = do not stop there
/// @param seed everything random in it comes from this
public record Generation(Sampler sampler, String prefix, int newlines, int length, long seed) {
    /// Checks every number; text without any end is refused.
    public Generation {
        Objects.requireNonNull(sampler, "sampler");
        Objects.requireNonNull(prefix, "prefix");
        if (newlines < 0 || length < 0 || newlines + length == 0) {
            throw new IllegalArgumentException(
                    "expected a number of line ends or a length of at least 1 but got %d and %d"
                            .formatted(newlines, length));
        }
    }

    /// So many lines (each at most 1,000 characters on average), sampled as the model's
    /// probabilities say.
    public static Generation lines(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("expected at least 1 line but got " + count);
        }
        int length = 1000 * Math.min(count, 1_000_000);
        return new Generation(Sampler.standard(), "", count, length, 42);
    }

    /// So many characters, over line ends.
    public static Generation characters(int count) {
        return new Generation(Sampler.standard(), "", 0, count, 42);
    }

    /// A copy with another sampler.
    public Generation withSampler(Sampler sampler) {
        return new Generation(sampler, prefix, newlines, length, seed);
    }

    /// A copy that begins with `prefix`.
    public Generation withPrefix(String prefix) {
        return new Generation(sampler, prefix, newlines, length, seed);
    }

    /// A copy that stops after so many characters; 0 = does not stop there.
    public Generation withLength(int length) {
        return new Generation(sampler, prefix, newlines, length, seed);
    }

    /// A copy that stops after so many line ends; 0 = does not stop there.
    public Generation withNewlines(int newlines) {
        return new Generation(sampler, prefix, newlines, length, seed);
    }

    /// A copy with another seed.
    public Generation withSeed(long seed) {
        return new Generation(sampler, prefix, newlines, length, seed);
    }
}
