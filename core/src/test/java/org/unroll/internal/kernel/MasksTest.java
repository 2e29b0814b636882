package org.unroll.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Masks against the generator that they are made of.
class MasksTest {
    private static final long KEY = 0xfedc_ba98_7654_3210L;
    private static final double RATE = 0.3;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 5, 255, 256, 257, 511, 512, 513, 1000, 3000})
    void aUnitIsDroppedByItsOwnWord(int units) {
        Masks masks = new Masks(KEY, RATE, 2.5);
        int[] rows = {70_001, 3, 3, Integer.MAX_VALUE};
        long[] steps = {0x5_0000_0003L, 0, 1, 0xffff_ffffL};
        int stride = units + 3;
        float[] floats = new float[2 + rows.length * stride];
        double[] doubles = new double[2 + rows.length * stride];
        masks.fill(rows, steps, rows.length, floats, 2, stride, units);
        masks.fill(rows, steps, rows.length, doubles, 2, stride, units);
        double[] expected = new double[doubles.length]; // zeros before, after and between the rows
        int[] words = new int[4];
        for (int row = 0; row < rows.length; row++) {
            for (int unit = 0; unit < units; unit++) {
                Philox.block(KEY, (long) rows[row] << 32 | unit / 4, steps[row], words);
                double share = (words[unit % 4] & 0xffff_ffffL) * 0x1p-32;
                expected[2 + row * stride + unit] = share < RATE ? 0 : 2.5;
            }
        }
        assertThat(doubles).isEqualTo(expected);
        for (int i = 0; i < floats.length; i++) {
            assertThat(floats[i]).isEqualTo((float) expected[i]);
        }
    }
}
