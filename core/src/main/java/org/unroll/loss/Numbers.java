package org.unroll.loss;

import org.jspecify.annotations.Nullable;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// Predictions and targets of one shape at the places that count, each as `[count, n]`.
///
/// A mask of the full shape selects single numbers (n = 1); one that lacks the last axis selects
/// whole vectors of it.
record Numbers(Tensor predictions, Tensor targets, Selection selection, int n) {

    static Numbers read(String loss, Tensor predictions, Tensor targets, @Nullable Tensor mask) {
        Shape shape = predictions.shape();
        if (!targets.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    "%s: expected targets of the predictions' shape %s but got %s"
                            .formatted(loss, shape, targets.shape()));
        }
        boolean vectors = mask != null && shape.rank() > 0 && mask.rank() == shape.rank() - 1;
        Shape places = vectors ? shape.without(-1) : shape;
        int n = vectors ? shape.dim(-1) : 1;
        Selection selection = Selection.of(mask, places).requireSome();
        return new Numbers(
                selection.rowsOf(predictions, n),
                selection.rowsOf(targets.to(predictions.type()), n),
                selection,
                n);
    }
}
