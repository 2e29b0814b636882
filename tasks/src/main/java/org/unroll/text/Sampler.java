package org.unroll.text;

/// How to choose the next character from the model's probabilities.
///
/// First the logits are divided by the temperature, then only the `topK` likeliest are kept, then
/// only the likeliest that together reach `topP`; one of what is left is drawn.
///
/// @param temperature below 1 bolder in what is likely, above 1 wilder; 0 = always the likeliest
///   (greedy)
/// @param topK how many to keep, 0 = all
/// @param topP probability to keep, 1 = all
public record Sampler(double temperature, int topK, double topP) {
    /// Checks every number.
    public Sampler {
        if (!(temperature >= 0) || Double.isInfinite(temperature)) {
            throw new IllegalArgumentException(
                    "expected a temperature >= 0 but got " + temperature);
        }
        if (topK < 0) {
            throw new IllegalArgumentException("expected top-k >= 0 but got " + topK);
        }
        if (!(topP > 0 && topP <= 1)) {
            throw new IllegalArgumentException("expected top-p in (0, 1] but got " + topP);
        }
    }

    /// Draws from the probabilities as the model gives them.
    public static Sampler standard() {
        return new Sampler(1, 0, 1);
    }

    /// Always the likeliest character.
    public static Sampler greedy() {
        return new Sampler(0, 0, 1);
    }

    /// A copy with another temperature.
    public Sampler withTemperature(double temperature) {
        return new Sampler(temperature, topK, topP);
    }

    /// A copy that keeps so many of the likeliest.
    public Sampler withTopK(int topK) {
        return new Sampler(temperature, topK, topP);
    }

    /// A copy that keeps the likeliest that reach this probability.
    public Sampler withTopP(double topP) {
        return new Sampler(temperature, topK, topP);
    }
}
