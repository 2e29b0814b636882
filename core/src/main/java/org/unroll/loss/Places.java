package org.unroll.loss;

import java.util.Arrays;
import org.unroll.tensor.Shape;

/// Names of places in a tensor, for messages.
final class Places {
    private Places() {}

    /// The place of the i-th element, such as `[3, 7]`.
    static String name(int i, Shape shape) {
        var index = new int[shape.rank()];
        int rest = i;
        for (int axis = index.length - 1; axis >= 0; axis--) {
            index[axis] = rest % shape.dim(axis);
            rest /= shape.dim(axis);
        }
        return Arrays.toString(index);
    }
}
