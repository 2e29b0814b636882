package org.unroll.internal.kernel;

/// Random masks by counters: whether a number is dropped is a function of a key and of the number's
/// row, step and unit, by [Philox]. So a mask is the same however it is cut into pieces, and needs
/// no memory of what was drawn before.
public final class Masks {
    private static final int BLOCKS = 64; // at once: whole vectors, in the first-level cache
    private static final int WORDS = 4;
    private static final long LOW = 0xffff_ffffL;

    private final long[][] words = new long[WORDS][BLOCKS];

    /// For one thread: it has a buffer.
    public Masks() {}

    /// Writes the mask of some units of one row at one step: zero with probability `rate`, else
    /// `kept`.
    ///
    /// @param key the stream: of a seed, a call and a place that draws
    /// @param rate from 0 to 1, in steps of 2^-32
    /// @param array `float[]` or `double[]`
    /// @param offset where unit 0 goes
    public void fill(
            long key,
            int row,
            long step,
            double rate,
            double kept,
            Object array,
            int offset,
            int units) {
        long threshold = Math.round(rate * 0x1p32);
        for (int unit = 0; unit < units; unit += BLOCKS * WORDS) {
            int count = Math.min(BLOCKS * WORDS, units - unit);
            draw(key, row, step, unit / WORDS, (count + WORDS - 1) / WORDS);
            switch (array) {
                case float[] floats -> write(threshold, kept, floats, offset + unit, count);
                case double[] doubles -> write(threshold, kept, doubles, offset + unit, count);
                default -> throw new IllegalArgumentException("a mask of " + array.getClass());
            }
        }
    }

    /// [Philox#block] for counters (block, row, step), side by side so that they run on vectors.
    private void draw(long key, int row, long step, int firstBlock, int blocks) {
        long[] c0 = words[0];
        long[] c1 = words[1];
        long[] c2 = words[2];
        long[] c3 = words[3];
        for (int i = 0; i < blocks; i++) {
            c0[i] = (long) firstBlock + i;
            c1[i] = row;
            c2[i] = step & LOW;
            c3[i] = step >>> 32;
        }
        int k0 = (int) key;
        int k1 = (int) (key >>> 32);
        for (int round = 0; round < Philox.ROUNDS; round++) {
            round(k0 & LOW, k1 & LOW, blocks, c0, c1, c2, c3);
            k0 += Philox.WEYL_0;
            k1 += Philox.WEYL_1;
        }
    }

    private static void round(
            long k0, long k1, int blocks, long[] c0, long[] c1, long[] c2, long[] c3) {
        for (int i = 0; i < blocks; i++) {
            long product0 = Philox.MULTIPLIER_0 * c0[i];
            long product1 = Philox.MULTIPLIER_1 * c2[i];
            c0[i] = (product1 >>> 32) ^ c1[i] ^ k0;
            c1[i] = product1 & LOW;
            c2[i] = (product0 >>> 32) ^ c3[i] ^ k1;
            c3[i] = product0 & LOW;
        }
    }

    private void write(long threshold, double kept, float[] mask, int offset, int count) {
        float value = (float) kept;
        for (int word = 0; word < WORDS; word++) {
            long[] drawn = words[word];
            for (int i = word, block = 0; i < count; i += WORDS, block++) {
                mask[offset + i] = drawn[block] < threshold ? 0 : value;
            }
        }
    }

    private void write(long threshold, double kept, double[] mask, int offset, int count) {
        for (int word = 0; word < WORDS; word++) {
            long[] drawn = words[word];
            for (int i = word, block = 0; i < count; i += WORDS, block++) {
                mask[offset + i] = drawn[block] < threshold ? 0 : kept;
            }
        }
    }
}
