package org.unroll.internal.kernel;

import java.util.Arrays;

/// Random masks by counters: whether a number is dropped is a function of a key and of the number's
/// row, step and unit, by [Philox]. So a mask is the same however it is cut into pieces, and needs
/// no memory of what was drawn before.
public final class Masks {
    private static final int BLOCKS = 512; // at once: long loops, in the first-level cache
    private static final int WORDS = 4;
    private static final long LOW = 0xffff_ffffL;

    private final long key;
    private final long threshold;
    private final double kept;
    private final long[] words = new long[WORDS * BLOCKS];

    /// For one thread: it has a buffer.
    ///
    /// @param key the stream: of a seed, a call and a place that draws
    /// @param rate the probability of a zero, from 0 to 1, in steps of 2^-32
    /// @param kept what stands where there is no zero
    public Masks(long key, double rate, double kept) {
        this.key = key;
        this.kept = kept;
        threshold = Math.round(rate * 0x1p32);
    }

    /// Writes the masks of some rows, each at one step.
    ///
    /// @param rows the numbers of the rows
    /// @param steps their steps
    /// @param count how many of these
    /// @param array `float[]` or `double[]`
    /// @param offset where unit 0 of the first row goes
    /// @param stride from there to that of the next
    public void fill(
            int[] rows, long[] steps, int count, Object array, int offset, int stride, int units) {
        int perRow = (units + WORDS - 1) / WORDS;
        int all = perRow * count;
        for (int first = 0; first < all; first += BLOCKS) {
            int end = Math.min(all, first + BLOCKS);
            for (int i = first; i < end; i = nextRow(i, end, perRow)) {
                int row = i / perRow;
                begin(
                        i - first,
                        nextRow(i, end, perRow) - first,
                        i % perRow,
                        rows[row],
                        steps[row]);
            }
            draw(end - first);
            for (int i = first; i < end; i = nextRow(i, end, perRow)) {
                int row = i / perRow;
                int unit = i % perRow * WORDS;
                int numbers = Math.min((nextRow(i, end, perRow) - i) * WORDS, units - unit);
                int to = offset + row * stride + unit;
                switch (array) {
                    case float[] floats -> write(i - first, floats, to, numbers);
                    case double[] doubles -> write(i - first, doubles, to, numbers);
                    default -> throw new IllegalArgumentException("a mask of " + array.getClass());
                }
            }
        }
    }

    private static int nextRow(int block, int end, int perRow) {
        return Math.min(end, (block / perRow + 1) * perRow);
    }

    /// Counters (block, row, step).
    private void begin(int from, int to, int block, int row, long step) {
        for (int i = from; i < to; i++) {
            words[i] = (long) block + i - from;
        }
        Arrays.fill(words, from + BLOCKS, to + BLOCKS, row & LOW);
        Arrays.fill(words, from + 2 * BLOCKS, to + 2 * BLOCKS, step & LOW);
        Arrays.fill(words, from + 3 * BLOCKS, to + 3 * BLOCKS, step >>> 32);
    }

    /// [Philox#block] for all counters.
    private void draw(int blocks) {
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int round = 0; round < Philox.ROUNDS; round++) {
            round(k0 & LOW, k1 & LOW, blocks, words);
            k0 += Philox.WEYL_0;
            k1 += Philox.WEYL_1;
        }
    }

    /// The words of all blocks side by side, in one array: the JIT compiler makes vectors of this
    /// loop only if it sees that what is written is not what is read next.
    private static void round(long k0, long k1, int blocks, long[] c) {
        int n = Math.min(blocks, BLOCKS); // or for all it knows the indices overflow
        for (int i = 0; i < n; i++) {
            long c0 = c[i];
            long c1 = c[i + BLOCKS];
            long c2 = c[i + 2 * BLOCKS];
            long c3 = c[i + 3 * BLOCKS];
            long product0 = Philox.MULTIPLIER_0 * c0;
            long product1 = Philox.MULTIPLIER_1 * c2;
            c[i] = (product1 >>> 32) ^ c1 ^ k0;
            c[i + BLOCKS] = product1 & LOW;
            c[i + 2 * BLOCKS] = (product0 >>> 32) ^ c3 ^ k1;
            c[i + 3 * BLOCKS] = product0 & LOW;
        }
    }

    private void write(int first, float[] mask, int offset, int count) {
        long[] drawn = words;
        int bits = Float.floatToRawIntBits((float) kept);
        int block = first;
        int end = offset + count;
        int at = offset;
        for (; at <= end - WORDS; at += WORDS, block++) {
            mask[at] = number(drawn[block], bits);
            mask[at + 1] = number(drawn[block + BLOCKS], bits);
            mask[at + 2] = number(drawn[block + 2 * BLOCKS], bits);
            mask[at + 3] = number(drawn[block + 3 * BLOCKS], bits);
        }
        for (int word = block; at < end; at++, word += BLOCKS) {
            mask[at] = number(drawn[word], bits);
        }
    }

    /// By the sign of a difference, not by a branch, which a processor could only guess.
    private float number(long drawn, int bits) {
        return Float.intBitsToFloat(bits & ~(int) ((drawn - threshold) >> 63));
    }

    private void write(int first, double[] mask, int offset, int count) {
        long bits = Double.doubleToRawLongBits(kept);
        for (int i = 0; i < count; i++) {
            long drawn = words[first + i / WORDS + i % WORDS * BLOCKS];
            mask[offset + i] = Double.longBitsToDouble(bits & ~((drawn - threshold) >> 63));
        }
    }
}
