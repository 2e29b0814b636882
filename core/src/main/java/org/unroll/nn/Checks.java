package org.unroll.nn;

import org.unroll.tensor.Shape;

/// Checks of arguments that several layers share.
final class Checks {
    private Checks() {}

    static int atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException("expected " + name + " >= 1 but got " + value);
        }
        return value;
    }

    static void finite(String name, double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("expected a finite " + name + " but got " + value);
        }
    }

    static void factor(double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("expected factor >= 0 but got " + value);
        }
    }

    static void lastAxis(Layer layer, int size, Shape shape) {
        if (shape.rank() == 0 || shape.dim(-1) != size) {
            throw new IllegalArgumentException(
                    "%s: expected an input [..., %d] but got %s".formatted(layer, size, shape));
        }
    }
}
