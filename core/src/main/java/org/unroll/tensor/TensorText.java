package org.unroll.tensor;

import java.util.Locale;

/// Prints tensors as PyTorch does: four digits, axes of more than 1,000 elements in all cut to
/// three at each end, columns of equal width, lines of at most 80 characters.
final class TensorText {
    private static final int EDGE = 3;
    private static final int LARGE = 1000;
    private static final int LINE = 80;

    private final Tensor tensor;
    private final boolean cut;
    private boolean whole = true; // only whole numbers
    private boolean scientific;
    private int width;

    private TensorText(Tensor tensor) {
        this.tensor = tensor;
        this.cut = tensor.size() > LARGE;
    }

    static String of(Tensor tensor) {
        TensorText text = new TensorText(tensor);
        String suffix = tensor.type() == DType.FLOAT64 ? ", dtype=float64)" : ")";
        if (tensor.size() == 0) {
            return "tensor([], size=" + tensor.shape() + suffix;
        }
        text.measure();
        StringBuilder out = new StringBuilder("tensor(");
        text.append(out, 0, 0, out.length());
        return out.append(suffix).toString();
    }

    private void measure() {
        double largest = 0;
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < tensor.size(); i++) {
            double value = Math.abs(tensor.element(i));
            if (!shown(i) || !Double.isFinite(value)) {
                continue;
            }
            whole &= value == Math.rint(value);
            if (value > 0) {
                largest = Math.max(largest, value);
                smallest = Math.min(smallest, value);
            }
        }
        if (tensor.type() != DType.INT32 && largest > 0) {
            scientific =
                    whole
                            ? largest >= 1e8
                            : largest / smallest > 1000 || largest > 1e8 || smallest < 1e-4;
        }
        for (int i = 0; i < tensor.size(); i++) {
            if (shown(i)) {
                width = Math.max(width, number(tensor.element(i)).length());
            }
        }
    }

    /// Whether the element at this position is printed.
    private boolean shown(int at) {
        if (!cut) {
            return true;
        }
        for (int axis = tensor.rank() - 1; axis >= 0; axis--) {
            int length = tensor.dim(axis);
            int index = at % length;
            if (length > 2 * EDGE && index >= EDGE && index < length - EDGE) {
                return false;
            }
            at /= length;
        }
        return true;
    }

    private String number(double value) {
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (tensor.type() == DType.INT32) {
            return Integer.toString((int) value);
        }
        if (scientific) {
            return String.format(Locale.ROOT, "%.4e", value);
        }
        return whole
                ? String.format(Locale.ROOT, "%.0f.", value)
                : String.format(Locale.ROOT, "%.4f", value);
    }

    /// Appends the part of the tensor below `axis` that starts at element `at`.
    private void append(StringBuilder out, int axis, int at, int indent) {
        if (axis == tensor.rank()) {
            out.append(
                    tensor.rank() == 0 ? number(tensor.element(at)) : padded(tensor.element(at)));
            return;
        }
        out.append('[');
        int length = tensor.dim(axis);
        int step = tensor.shape().product(axis + 1, tensor.rank());
        boolean last = axis == tensor.rank() - 1;
        boolean short_ = cut && length > 2 * EDGE;
        int perLine = Math.max(1, (LINE - indent) / (width + 2));
        int onLine = 0;
        for (int i = 0; i < length; i++) {
            if (short_ && i == EDGE) {
                i = length - EDGE;
                out.append(last ? "  ...," : "...,");
                out.append(last ? " " : newLine(axis, indent));
                onLine++;
            }
            append(out, axis + 1, at + i * step, indent + 1);
            if (i == length - 1) {
                break;
            }
            out.append(',');
            if (!last) {
                out.append(newLine(axis, indent));
            } else if (++onLine % perLine == 0) {
                out.append('\n').append(" ".repeat(indent + 1));
            } else if (!(short_ && i == EDGE - 1)) {
                out.append(' ');
            }
        }
        out.append(']');
    }

    /// Blocks of higher rank stand apart by empty lines.
    private String newLine(int axis, int indent) {
        return "\n".repeat(tensor.rank() - 1 - axis) + " ".repeat(indent + 1);
    }

    private String padded(double value) {
        String number = number(value);
        return " ".repeat(width - number.length()) + number;
    }
}
