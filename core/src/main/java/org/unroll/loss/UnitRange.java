package org.unroll.loss;

import org.unroll.tensor.Tensor;

/// A check of targets that are probabilities.
final class UnitRange {
    private UnitRange() {}

    /// Requires numbers from 0 to 1 at the places that count, each of `n` numbers.
    static void require(String loss, Tensor targets, Selection selection, int n) {
        double[] values = targets.toDoubles();
        for (int place : selection.places()) {
            for (int i = place * n; i < (place + 1) * n; i++) {
                if (!(values[i] >= 0 && values[i] <= 1)) {
                    throw new IllegalArgumentException(
                            "%s: expected targets from 0 to 1 but the one at %s is %s"
                                    .formatted(loss, Places.name(i, targets.shape()), values[i]));
                }
            }
        }
    }
}
