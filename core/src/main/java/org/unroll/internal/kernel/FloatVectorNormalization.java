package org.unroll.internal.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/// Normalisation of float32 rows and its derivative, a vector at a time, in the order that
/// `Kernels` states; partial sums as in [FloatVectorReductions].
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatVectorNormalization {
    private static final VectorSpecies<Float> SPECIES = FloatLanes.SPECIES;
    private static final int LANES = SPECIES.length();
    private static final int PARTIALS = FloatScalarReductions.PARTIALS;

    private FloatVectorNormalization() {}

    static void inverseDeviation(
            int rows,
            int n,
            float[] x,
            int xo,
            int xrs,
            float epsilon,
            float[] out,
            int oo,
            int ors) {
        float[] partials = new float[PARTIALS];
        for (int r = 0; r < rows; r++) {
            int row = xo + r * xrs;
            float mean = FloatVectorReductions.sum(n, x, row, partials) / n;
            for (int first = 0; first < PARTIALS; first += LANES) {
                partialSquares(first, n, x, row, mean, partials);
            }
            out[oo + r * ors] = FloatScalarNormalization.inverse(partials, n, epsilon);
        }
    }

    /// Of differences from the mean. Lanes that lie beyond the end add +0, which changes no partial
    /// sum: none is -0.
    private static void partialSquares(
            int first, int n, float[] x, int xo, float mean, float[] partials) {
        FloatVector sum = FloatVector.zero(SPECIES);
        FloatVector m = FloatVector.broadcast(SPECIES, mean);
        int i = first;
        for (; i <= n - LANES; i += PARTIALS) {
            FloatVector d = FloatVector.fromArray(SPECIES, x, xo + i).sub(m);
            sum = d.fma(d, sum);
        }
        if (i < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(i, n);
            FloatVector d = FloatVector.fromArray(SPECIES, x, xo + i, rest).sub(m, rest);
            sum = d.fma(d, sum);
        }
        sum.intoArray(partials, first);
    }

    static void normalize(
            int rows,
            int n,
            float[] x,
            int xo,
            int xrs,
            float[] s,
            int so,
            int srs,
            float[] out,
            int oo,
            int ors) {
        float[] partials = new float[PARTIALS];
        for (int r = 0; r < rows; r++) {
            int row = xo + r * xrs;
            float mean = FloatVectorReductions.sum(n, x, row, partials) / n;
            scaled(n, x, row, mean, s[so + r * srs], out, oo + r * ors);
        }
    }

    private static void scaled(
            int n, float[] x, int xo, float mean, float factor, float[] out, int oo) {
        FloatVector m = FloatVector.broadcast(SPECIES, mean);
        FloatVector f = FloatVector.broadcast(SPECIES, factor);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector.fromArray(SPECIES, x, xo + i).sub(m).mul(f).intoArray(out, oo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(i, n);
            FloatVector v = FloatVector.fromArray(SPECIES, x, xo + i, rest);
            v.sub(m).mul(f).intoArray(out, oo + i, rest);
        }
    }

    static void gradient(
            int rows,
            int n,
            float[] y,
            int yo,
            int yrs,
            float[] s,
            int so,
            int srs,
            float[] g,
            int go,
            int grs,
            float[] out,
            int oo,
            int ors) {
        float[] partials = new float[PARTIALS];
        for (int r = 0; r < rows; r++) {
            int yr = yo + r * yrs;
            int gr = go + r * grs;
            float mean = FloatVectorReductions.sum(n, g, gr, partials) / n;
            for (int first = 0; first < PARTIALS; first += LANES) {
                partialProducts(first, n, g, gr, y, yr, partials);
            }
            float product = FloatScalarReductions.tree(partials) / n;
            reduced(n, y, yr, product, g, gr, mean, s[so + r * srs], out, oo + r * ors);
        }
    }

    private static void partialProducts(
            int first, int n, float[] g, int go, float[] y, int yo, float[] partials) {
        FloatVector sum = FloatVector.zero(SPECIES);
        int i = first;
        for (; i <= n - LANES; i += PARTIALS) {
            FloatVector v = FloatVector.fromArray(SPECIES, g, go + i);
            sum = v.fma(FloatVector.fromArray(SPECIES, y, yo + i), sum);
        }
        if (i < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(i, n);
            FloatVector v = FloatVector.fromArray(SPECIES, g, go + i, rest);
            sum = v.fma(FloatVector.fromArray(SPECIES, y, yo + i, rest), sum);
        }
        sum.intoArray(partials, first);
    }

    /// `out = ((g - mean) - y product) factor`.
    private static void reduced(
            int n,
            float[] y,
            int yo,
            float product,
            float[] g,
            int go,
            float mean,
            float factor,
            float[] out,
            int oo) {
        FloatVector p = FloatVector.broadcast(SPECIES, product);
        FloatVector m = FloatVector.broadcast(SPECIES, mean);
        FloatVector f = FloatVector.broadcast(SPECIES, factor);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, y, yo + i).neg();
            FloatVector d = FloatVector.fromArray(SPECIES, g, go + i).sub(m);
            v.fma(p, d).mul(f).intoArray(out, oo + i);
        }
        if (i < n) {
            VectorMask<Float> rest = SPECIES.indexInRange(i, n);
            FloatVector v = FloatVector.fromArray(SPECIES, y, yo + i, rest).neg();
            FloatVector d = FloatVector.fromArray(SPECIES, g, go + i, rest).sub(m);
            v.fma(p, d).mul(f).intoArray(out, oo + i, rest);
        }
    }
}
