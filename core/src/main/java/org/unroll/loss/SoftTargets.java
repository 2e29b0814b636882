package org.unroll.loss;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Binary;
import org.unroll.internal.kernel.Kernels;
import org.unroll.tensor.Tensor;

/// What the probabilities of a place are compared with: its target `u`, one number per class, made
/// of weights, smoothing and what is wanted. The loss of a place is `Σ u (-log p)`.
///
/// It has up to two parts, so that a class does not become a row of zeros: one class with a weight,
/// and a row of numbers, which is the same for all places or made for each of them.
sealed interface SoftTargets {
    /// The places that count.
    Selection selection();

    /// By what the sum over the places is divided.
    double divisor();

    /// The class of the i-th of these places; -1 for none.
    int at(int i);

    /// The weight of that class.
    double weight(int i);

    /// Whether there are rows.
    boolean hasRows();

    /// The row of the i-th of these places.
    ///
    /// @param scratch where it may be written to
    /// @return where it is, from the first element on
    Object row(int i, Object scratch);

    /// A class for each place, a share of which may be spread over all classes.
    ///
    /// @param kept the share that is not spread
    /// @param spread what is spread, one number per class; null for nothing
    record Classes(ClassTargets targets, double kept, @Nullable Object spread)
            implements SoftTargets {
        @Override
        public Selection selection() {
            return targets.selection();
        }

        @Override
        public double divisor() {
            return targets.divisor();
        }

        @Override
        public int at(int i) {
            return targets.at(i);
        }

        @Override
        public double weight(int i) {
            return kept * targets.weight(i);
        }

        @Override
        public boolean hasRows() {
            return spread != null;
        }

        @Override
        public Object row(int i, Object scratch) {
            return Objects.requireNonNull(spread);
        }
    }

    /// Probabilities for each place.
    ///
    /// @param wanted the probabilities, of the logits' type and shape
    /// @param kept the share of them that is not spread
    /// @param spread what is spread, one number per class; null for nothing
    /// @param weights one per class; null for none
    record Probabilities(
            Kernels<Object> kernels,
            Selection selection,
            Tensor wanted,
            double kept,
            @Nullable Object spread,
            @Nullable Object weights)
            implements SoftTargets {
        @Override
        public double divisor() {
            return selection.count();
        }

        @Override
        public int at(int i) {
            return -1;
        }

        @Override
        public double weight(int i) {
            return 0;
        }

        @Override
        public boolean hasRows() {
            return true;
        }

        @Override
        public Object row(int i, Object scratch) {
            int n = wanted.dim(-1);
            kernels.copy(1, n, wanted.array(), selection.place(i) * n, n, scratch, 0, n);
            if (weights != null) {
                kernels.binary(
                        Binary.MULTIPLY, 1, n, scratch, 0, n, 1, weights, 0, n, 1, scratch, 0, n);
            }
            if (spread != null) {
                kernels.scale(0, n, scratch, kept);
                kernels.addInto(1, n, spread, 0, n, scratch, 0, n);
            }
            return scratch;
        }
    }
}
