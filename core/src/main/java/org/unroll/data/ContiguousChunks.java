package org.unroll.data;

import java.util.stream.IntStream;

/// A long token sequence from front to back: cut into as many streams as the batch has rows, and
/// the streams into chunks, so that a state carried from one chunk to the next fits each row.
public final class ContiguousChunks {
    private final int[] tokens;
    private final int rows;
    private final int length;
    private final int stream;

    private ContiguousChunks(int[] tokens, int rows, int length) {
        this.tokens = tokens;
        this.rows = rows;
        this.length = length;
        this.stream = (tokens.length - 1) / rows;
    }

    /// Chunks of a sequence. Fewer than `rows` tokens at its end are left out, so that all streams
    /// are equally long.
    ///
    /// @param rows streams
    /// @param length tokens per chunk; the last chunk may be shorter
    /// @throws InputException if the streams would not even fill one chunk
    public static ContiguousChunks of(int[] tokens, int rows, int length) {
        if ((tokens.length - 1) / rows < length) {
            throw new InputException(
                    "the text has %d character%s: too short for %d stream%s with a sequence length of %d (at least %d are needed)"
                            .formatted(
                                    tokens.length,
                                    tokens.length == 1 ? "" : "s",
                                    rows,
                                    rows == 1 ? "" : "s",
                                    length,
                                    (long) rows * length + 1));
        }
        return new ContiguousChunks(tokens.clone(), rows, length);
    }

    /// How many chunks there are from front to back.
    public int perEpoch() {
        return Math.ceilDiv(stream, length);
    }

    /// The chunk at a position, counted from 0.
    public TokenWindow at(int position) {
        int from = position * length;
        int[] starts = IntStream.range(0, rows).map(row -> row * stream + from).toArray();
        return TokenWindow.of(tokens, starts, Math.min(length, stream - from), position == 0);
    }
}
