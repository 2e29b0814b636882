package org.unroll.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// Transposes float32 matrices in square blocks, as many vectors as a vector has lanes. With every
/// step vectors that are s apart exchange their halves, those lanes whose number has the bit s:
/// after the steps 1, 2, 4, ... the block is transposed. Two steps are done at a time, between
/// which four vectors stay in registers. What is left over at the edges goes number by number
/// ([FloatTransposition]).
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatVectorTransposition {
    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int LANES = SPECIES.length();

    private static final FloatScratch BLOCKS = new FloatScratch(LANES * LANES);

    private static final Exchange[] STEPS = new Exchange[Integer.numberOfTrailingZeros(LANES)];

    static {
        for (int i = 0; i < STEPS.length; i++) {
            STEPS[i] = Exchange.of(1 << i);
        }
    }

    private FloatVectorTransposition() {}

    /// What two vectors `a` and `b` that are `distance` apart exchange.
    ///
    /// @param up moves lanes up by the distance
    /// @param down moves lanes down by it
    /// @param upper the lanes whose number has the distance's bit
    private record Exchange(
            int distance,
            VectorShuffle<Float> up,
            VectorShuffle<Float> down,
            VectorMask<Float> upper) {
        static Exchange of(int distance) {
            long upper = 0;
            for (int i = 0; i < LANES; i++) {
                upper |= (i & distance) == 0 ? 0 : 1L << i;
            }
            return new Exchange(
                    distance,
                    VectorShuffle.fromOp(SPECIES, i -> (i - distance) & (LANES - 1)),
                    VectorShuffle.fromOp(SPECIES, i -> (i + distance) & (LANES - 1)),
                    VectorMask.fromLong(SPECIES, upper));
        }

        FloatVector first(FloatVector a, FloatVector b) {
            return a.blend(b.rearrange(up), upper);
        }

        FloatVector second(FloatVector a, FloatVector b) {
            return a.rearrange(down).blend(b, upper);
        }
    }

    /// `out[oo + c * ors + r] = x[xo + r * xrs + c]` for r < rows and c < columns.
    static void transpose(
            int rows, int columns, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        int wholeRows = rows - rows % LANES;
        int wholeColumns = columns - columns % LANES;
        if (wholeRows > 0 && wholeColumns > 0) {
            float[] between = BLOCKS.take();
            for (int c = 0; c < wholeColumns; c += LANES) {
                for (int r = 0; r < wholeRows; r += LANES) {
                    block(x, xo + r * xrs + c, xrs, out, oo + c * ors + r, ors, between);
                }
            }
            BLOCKS.giveBack(between);
        }
        FloatTransposition.transpose(
                wholeRows,
                columns - wholeColumns,
                x,
                xo + wholeColumns,
                xrs,
                out,
                oo + wholeColumns * ors,
                ors);
        FloatTransposition.transpose(
                rows - wholeRows, columns, x, xo + wholeRows * xrs, xrs, out, oo + wholeRows, ors);
    }

    private static void block(
            float[] x, int xo, int xrs, float[] out, int oo, int ors, float[] between) {
        switch (STEPS.length) {
            case 1 -> step(STEPS[0], x, xo, xrs, out, oo, ors);
            case 2 -> steps(STEPS[0], STEPS[1], x, xo, xrs, out, oo, ors);
            case 3 -> {
                steps(STEPS[0], STEPS[1], x, xo, xrs, between, 0, LANES);
                step(STEPS[2], between, 0, LANES, out, oo, ors);
            }
            default -> {
                steps(STEPS[0], STEPS[1], x, xo, xrs, between, 0, LANES);
                steps(STEPS[2], STEPS[3], between, 0, LANES, out, oo, ors);
            }
        }
    }

    private static void step(
            Exchange one, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        int s = one.distance;
        for (int i = 0; i < LANES / 2; i++) {
            int r = i + (i & -s);
            FloatVector a = FloatVector.fromArray(SPECIES, x, xo + r * xrs);
            FloatVector b = FloatVector.fromArray(SPECIES, x, xo + (r + s) * xrs);
            one.first(a, b).intoArray(out, oo + r * ors);
            one.second(a, b).intoArray(out, oo + (r + s) * ors);
        }
    }

    /// @param two at twice the distance
    private static void steps(
            Exchange one, Exchange two, float[] x, int xo, int xrs, float[] out, int oo, int ors) {
        int s = one.distance;
        for (int i = 0; i < LANES / 4; i++) {
            int r = i + 3 * (i & -s);
            FloatVector a = FloatVector.fromArray(SPECIES, x, xo + r * xrs);
            FloatVector b = FloatVector.fromArray(SPECIES, x, xo + (r + s) * xrs);
            FloatVector c = FloatVector.fromArray(SPECIES, x, xo + (r + 2 * s) * xrs);
            FloatVector d = FloatVector.fromArray(SPECIES, x, xo + (r + 3 * s) * xrs);
            FloatVector ab = one.first(a, b);
            FloatVector ba = one.second(a, b);
            FloatVector cd = one.first(c, d);
            FloatVector dc = one.second(c, d);
            two.first(ab, cd).intoArray(out, oo + r * ors);
            two.first(ba, dc).intoArray(out, oo + (r + s) * ors);
            two.second(ab, cd).intoArray(out, oo + (r + 2 * s) * ors);
            two.second(ba, dc).intoArray(out, oo + (r + 3 * s) * ors);
        }
    }
}
