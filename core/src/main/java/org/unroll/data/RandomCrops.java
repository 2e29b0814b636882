package org.unroll.data;

import java.util.stream.IntStream;
import org.unroll.tensor.Rng;

/// Windows that begin anywhere in a long token sequence, each place as likely as any other.
public final class RandomCrops {
    private final int[] tokens;
    private final int batchSize;
    private final int length;

    private RandomCrops(int[] tokens, int batchSize, int length) {
        this.tokens = tokens;
        this.batchSize = batchSize;
        this.length = length;
    }

    /// Crops of a sequence.
    ///
    /// @param batchSize windows at once
    /// @param length tokens per window
    /// @throws InputException if there are not even `length + 1` tokens
    public static RandomCrops of(int[] tokens, int batchSize, int length) {
        if (tokens.length < length + 1) {
            throw new InputException(
                    "the text has %d character%s: too short for a sequence length of %d (at least %d are needed)"
                            .formatted(
                                    tokens.length,
                                    tokens.length == 1 ? "" : "s",
                                    length,
                                    length + 1));
        }
        return new RandomCrops(tokens.clone(), batchSize, length);
    }

    /// As many crops as it takes to see as many tokens as there are.
    public int perEpoch() {
        return Math.max(1, tokens.length / Math.multiplyExact(batchSize, length));
    }

    /// Crops drawn by `rng`.
    public TokenWindow draw(Rng rng) {
        int[] starts =
                IntStream.range(0, batchSize)
                        .map(row -> rng.nextInt(tokens.length - length))
                        .toArray();
        return TokenWindow.of(tokens, starts, length, true);
    }
}
