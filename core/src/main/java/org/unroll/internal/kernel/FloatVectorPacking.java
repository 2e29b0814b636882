package org.unroll.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Right operands of the float32 matrix product in the order in which its tiles read them: in
/// panels two vectors wide (the last one a single vector wide if that is enough, and padded with
/// zeros), each in plain rows.
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatVectorPacking {
    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int LANES = SPECIES.length();

    /// Columns of a panel.
    static final int PANEL = 2 * LANES;

    private FloatVectorPacking() {}

    static int packedLength(int k, int n) {
        return k * ((n + LANES - 1) / LANES * LANES);
    }

    static void pack(
            int k,
            int n,
            float[] b,
            int bo,
            int rowStride,
            int columnStride,
            float[] packed,
            int po) {
        for (int j = 0; j < n; j += PANEL) {
            int width = Math.min(PANEL, n - j);
            int padded = width > LANES ? PANEL : LANES;
            int from = bo + j * columnStride;
            int to = po + j * k;
            if (columnStride == 1 && width == PANEL) {
                packFull(k, b, from, rowStride, packed, to);
            } else if (rowStride == 1 && width == padded) {
                FloatVectorTransposition.transpose(
                        width, k, b, from, columnStride, packed, to, padded);
            } else {
                packAny(k, width, padded, b, from, rowStride, columnStride, packed, to);
            }
        }
    }

    private static void packFull(int k, float[] b, int bo, int rs, float[] packed, int po) {
        for (int i = 0; i < k; i++) {
            int from = bo + i * rs;
            int to = po + i * PANEL;
            FloatVector left = FloatVector.fromArray(SPECIES, b, from);
            FloatVector right = FloatVector.fromArray(SPECIES, b, from + LANES);
            left.intoArray(packed, to);
            right.intoArray(packed, to + LANES);
        }
    }

    private static void packAny(
            int k,
            int width,
            int padded,
            float[] b,
            int bo,
            int rs,
            int cs,
            float[] packed,
            int po) {
        for (int i = 0; i < k; i++) {
            int from = bo + i * rs;
            int to = po + i * padded;
            for (int q = 0; q < width; q++) {
                packed[to + q] = b[from + q * cs];
            }
            for (int q = width; q < padded; q++) {
                packed[to + q] = 0f;
            }
        }
    }
}
