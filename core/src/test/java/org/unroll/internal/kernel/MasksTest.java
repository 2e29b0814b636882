package org.unroll.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Masks against the generator that they are made of.
class MasksTest {
    private static final long KEY = 0xfedc_ba98_7654_3210L;
    private static final double RATE = 0.3;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 4, 5, 255, 256, 257, 1000})
    void aUnitIsDroppedByItsOwnWord(int units) {
        Masks masks = new Masks();
        int row = 70_001;
        long step = 0x5_0000_0003L;
        float[] floats = new float[units + 4];
        double[] doubles = new double[units + 4];
        masks.fill(KEY, row, step, RATE, 2.5, floats, 2, units);
        masks.fill(KEY, row, step, RATE, 2.5, doubles, 2, units);
        int[] words = new int[4];
        for (int unit = 0; unit < units; unit++) {
            Philox.block(KEY, (long) row << 32 | unit / 4, step, words);
            double share = (words[unit % 4] & 0xffff_ffffL) * 0x1p-32;
            assertThat(doubles[2 + unit]).isEqualTo(share < RATE ? 0 : 2.5);
            assertThat(floats[2 + unit]).isEqualTo((float) doubles[2 + unit]);
        }
        for (int outside : new int[] {0, 1, units + 2, units + 3}) {
            assertThat(doubles[outside]).isZero();
            assertThat(floats[outside]).isZero();
        }
    }
}
