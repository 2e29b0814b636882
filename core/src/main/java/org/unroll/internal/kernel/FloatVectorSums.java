package org.unroll.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Sums of float32 products, a vector at a time.
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatVectorSums {
    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int LANES = SPECIES.length();

    private FloatVectorSums() {}

    /// `x y + u v`, both products rounded.
    static void ofProducts(
            int rows,
            int n,
            float[] x,
            int xo,
            int xrs,
            float[] y,
            int yo,
            int yrs,
            float[] u,
            int uo,
            int urs,
            float[] v,
            int vo,
            int vrs,
            float[] out,
            int oo,
            int ors) {
        for (int r = 0; r < rows; r++) {
            int xr = xo + r * xrs;
            int yr = yo + r * yrs;
            int ur = uo + r * urs;
            int vr = vo + r * vrs;
            int or = oo + r * ors;
            int i = 0;
            for (; i <= n - LANES; i += LANES) {
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i);
                FloatVector b = FloatVector.fromArray(SPECIES, u, ur + i);
                FloatVector left = a.mul(FloatVector.fromArray(SPECIES, y, yr + i));
                FloatVector right = b.mul(FloatVector.fromArray(SPECIES, v, vr + i));
                left.add(right).intoArray(out, or + i);
            }
            if (i < n) {
                VectorMask<Float> rest = SPECIES.indexInRange(i, n);
                FloatVector a = FloatVector.fromArray(SPECIES, x, xr + i, rest);
                FloatVector b = FloatVector.fromArray(SPECIES, u, ur + i, rest);
                FloatVector left = a.mul(FloatVector.fromArray(SPECIES, y, yr + i, rest));
                FloatVector right = b.mul(FloatVector.fromArray(SPECIES, v, vr + i, rest));
                left.add(right).intoArray(out, or + i, rest);
            }
        }
    }
}
