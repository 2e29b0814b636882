package org.unroll.tensor;

import org.jspecify.annotations.Nullable;

/// What is still to be done to every number `g` of some [Gradients]: `clamp(g, -limit, limit)
/// factor`. Clipping copies nothing; whoever reads the gradients, above all an optimizer in its one
/// pass over them, does this on the way.
///
/// @param limit above 0; infinite for none
/// @param factor from 0 to 1; 1 for none
public record Clipping(double limit, double factor) {
    static final Clipping NONE = new Clipping(Double.POSITIVE_INFINITY, 1);

    Tensor applied(Tensor gradient) {
        @Nullable SparseRows sparse = SparseRows.of(gradient);
        if (sparse != null) { // zeros stay zeros
            return equals(NONE) ? gradient : sparse.with(applied(sparse.rows()));
        }
        Tensor limited =
                limit < Double.POSITIVE_INFINITY
                        ? gradient.minimum(limit).maximum(-limit)
                        : gradient;
        return factor == 1 ? limited : limited.times(factor);
    }
}
