package org.unroll.loss;

import org.unroll.tensor.Tensor;

/// A check of targets that are probabilities.
final class UnitRange {
    private UnitRange() {}

    /// Requires numbers from 0 to 1 at the places that count, each of `n` numbers.
    static void require(String loss, Tensor targets, Selection selection, int n) {
        for (int i = 0; i < selection.count(); i++) {
            int from = selection.place(i) * n;
            int at = first(targets.array(), from, from + n);
            if (at < from + n) {
                throw new IllegalArgumentException(
                        "%s: expected targets from 0 to 1 but the one at %s is %s"
                                .formatted(
                                        loss,
                                        Places.name(at, targets.shape()),
                                        targets.toDoubles()[at]));
            }
        }
    }

    /// The first number that is not in the range; `to` if there is none.
    private static int first(Object array, int from, int to) {
        int at = from;
        switch (array) {
            case float[] floats -> {
                while (at < to && floats[at] >= 0 && floats[at] <= 1) {
                    at++;
                }
            }
            case double[] doubles -> {
                while (at < to && doubles[at] >= 0 && doubles[at] <= 1) {
                    at++;
                }
            }
            default -> {
                int[] ints = (int[]) array;
                while (at < to && ints[at] >= 0 && ints[at] <= 1) {
                    at++;
                }
            }
        }
        return at;
    }
}
