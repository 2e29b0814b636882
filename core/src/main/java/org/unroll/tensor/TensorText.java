package org.unroll.tensor;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Prints tensors as PyTorch does: four digits, axes of more than 1,000 elements in all cut to
/// three at each end, columns of equal width, lines of at most 80 characters.
final class TensorText {
    private static final int EDGE = 3;
    private static final int LARGE = 1000;
    private static final int LINE = 80;
    private static final int DIGITS = 4;
    private static final MathContext ROUNDING = new MathContext(DIGITS + 1, RoundingMode.HALF_EVEN);

    private final Tensor tensor;
    private final boolean cut;
    private boolean whole = true; // only whole numbers
    private boolean scientific;
    private int width = 1;

    private TensorText(Tensor tensor) {
        this.tensor = tensor;
        this.cut = tensor.size() > LARGE;
    }

    static String of(Tensor tensor) {
        TensorText text = new TensorText(tensor);
        String suffix = tensor.type() == DType.FLOAT64 ? ", dtype=float64)" : ")";
        if (tensor.size() == 0) {
            return "tensor([]" + (tensor.rank() == 1 ? "" : size(tensor.shape())) + suffix;
        }
        text.measure();
        StringBuilder out = new StringBuilder("tensor(");
        text.append(out, 0, 0, out.length());
        return out.append(suffix).toString();
    }

    private static String size(Shape shape) {
        return IntStream.of(shape.dims())
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(", ", ", size=(", ")"));
    }

    /// Zeros and what is not finite count for nothing here: they are rarely wider than the rest,
    /// and where they are, they stick out, as PyTorch's do.
    private void measure() {
        double largest = 0;
        double smallest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < tensor.size(); i++) {
            double value = Math.abs(tensor.element(i));
            if (counts(i)) {
                whole &= value == Math.rint(value);
                largest = Math.max(largest, value);
                smallest = Math.min(smallest, value);
            }
        }
        scientific =
                tensor.type() != DType.INT32
                        && largest > 0
                        && (largest / smallest > 1000
                                || largest > 1e8
                                || (!whole && smallest < 1e-4));
        for (int i = 0; i < tensor.size(); i++) {
            if (counts(i)) {
                width = Math.max(width, number(tensor.element(i)).length());
            }
        }
    }

    private boolean counts(int at) {
        double value = tensor.element(at);
        return shown(at) && value != 0 && Double.isFinite(value);
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
        // Exactly, and halves to even: Java's formatter rounds the shortest decimal, halves up.
        BigDecimal exact = new BigDecimal(Math.abs(value));
        String sign = Math.copySign(1, value) < 0 ? "-" : "";
        if (scientific) {
            return sign + scientific(exact);
        }
        String digits = exact.setScale(whole ? 0 : DIGITS, RoundingMode.HALF_EVEN).toPlainString();
        return sign + digits + (whole ? "." : "");
    }

    private static String scientific(BigDecimal exact) {
        BigDecimal rounded = exact.round(ROUNDING);
        int exponent = exact.signum() == 0 ? 0 : rounded.precision() - rounded.scale() - 1;
        String mantissa = rounded.movePointLeft(exponent).setScale(DIGITS).toPlainString();
        return mantissa + String.format(Locale.ROOT, "e%+03d", exponent);
    }

    /// Appends the part of the tensor below `axis` that starts at element `at`.
    private void append(StringBuilder out, int axis, int at, int indent) {
        if (axis == tensor.rank()) {
            out.append(padded(tensor.element(at)));
            return;
        }
        out.append('[');
        if (axis == tensor.rank() - 1) {
            appendLines(out, at, indent);
        } else {
            int step = tensor.shape().product(axis + 1, tensor.rank());
            // Blocks of higher rank stand apart by empty lines.
            String between = "," + "\n".repeat(tensor.rank() - 1 - axis) + " ".repeat(indent + 1);
            boolean first = true;
            for (int i : positions(tensor.dim(axis))) {
                out.append(first ? "" : between);
                first = false;
                if (i < 0) {
                    out.append("...");
                } else {
                    append(out, axis + 1, at + i * step, indent + 1);
                }
            }
        }
        out.append(']');
    }

    /// The positions of an axis that are printed; -1 stands for those left out.
    private int[] positions(int length) {
        if (!cut || length <= 2 * EDGE) {
            return IntStream.range(0, length).toArray();
        }
        return IntStream.rangeClosed(0, 2 * EDGE)
                .map(i -> i < EDGE ? i : i == EDGE ? -1 : length - 1 - 2 * EDGE + i)
                .toArray();
    }

    private void appendLines(StringBuilder out, int at, int indent) {
        List<String> numbers = new ArrayList<>();
        for (int i : positions(tensor.dim(-1))) {
            numbers.add(i < 0 ? " ..." : padded(tensor.element(at + i)));
        }
        int perLine = Math.max(1, (LINE - indent) / (width + 2));
        for (int from = 0; from < numbers.size(); from += perLine) {
            out.append(from == 0 ? "" : ",\n" + " ".repeat(indent + 1));
            int to = Math.min(from + perLine, numbers.size());
            out.append(String.join(", ", numbers.subList(from, to)));
        }
    }

    private String padded(double value) {
        String number = number(value);
        return " ".repeat(Math.max(0, width - number.length())) + number;
    }
}
