package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Binary;
import org.unroll.internal.kernel.Unary;
import org.unroll.tensor.Algebra;
import org.unroll.tensor.Arrangement;
import org.unroll.tensor.Elementwise;
import org.unroll.tensor.Operation;
import org.unroll.tensor.Recording;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// The values of a recorded step as text: their names, and the equations between them.
final class StepText {
    private final RecordedStep step;
    private final Map<Tensor, String> weights;

    StepText(RecordedStep step, Map<Tensor, String> weights) {
        this.step = step;
        this.weights = weights;
    }

    /// What a value is called.
    String name(int number) {
        if (number == step.input()) {
            return "x";
        }
        int state = indexOf(step.states(), number);
        if (state >= 0) {
            return "state" + state;
        }
        Tensor tensor = step.nodes().get(number).tensor();
        @Nullable String name = weights.get(tensor);
        if (name != null) {
            return name;
        }
        boolean isNumber = step.nodes().get(number).isCaptured() && tensor.size() == 1;
        return isNumber ? Double.toString(tensor.item()) : "v" + number;
    }

    private static int indexOf(int[] numbers, int number) {
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] == number) {
                return i;
            }
        }
        return -1;
    }

    String all(int[] numbers) {
        return Arrays.stream(numbers).mapToObj(this::name).collect(Collectors.joining(", "));
    }

    /// The captured tensor whose gradient a value is or goes into.
    String gradientOf(int number) {
        RecordedStep.@Nullable Derivative derivative = step.derivative();
        List<String> of = new ArrayList<>();
        if (derivative != null) {
            for (int i = 0; i < step.captured().length; i++) {
                if (derivative.captured()[i] == number) {
                    of.add(name(step.captured()[i]));
                }
            }
        }
        return of.isEmpty() ? "v" + number : String.join(" and ", of);
    }

    /// Such as `v7 = x · weightᵀ, [rows, 8]`.
    String equation(int number) {
        Recording.Node node = step.nodes().get(number);
        boolean perRow = node.inputs().stream().anyMatch(this::hasRows);
        Shape shape = node.tensor().shape();
        String dims =
                perRow
                        ? Arrays.stream(shape.dims())
                                .skip(1)
                                .mapToObj(dim -> ", " + dim)
                                .collect(Collectors.joining("", "[rows", "]"))
                        : shape.toString();
        List<String> inputs = node.inputs().stream().map(this::name).toList();
        return "%-4s = %s  %s".formatted(name(number), operation(node.operation(), inputs), dims);
    }

    private boolean hasRows(int number) {
        Recording.Node node = step.nodes().get(number);
        return node.isArgument() || node.inputs().stream().anyMatch(this::hasRows);
    }

    private static String operation(@Nullable Operation operation, List<String> in) {
        return switch (operation) {
            case Elementwise.Map map -> applied(map.function(), in.getFirst());
            case Elementwise.Combine combine -> combined(combine.function(), in.get(0), in.get(1));
            case Elementwise.Choose _ -> "%s ? %s : %s".formatted(in.get(0), in.get(1), in.get(2));
            case Algebra.Product product ->
                    "%s%s · %s%s"
                            .formatted(
                                    in.get(0),
                                    product.transposeLeft() ? "ᵀ" : "",
                                    in.get(1),
                                    product.transposeRight() ? "ᵀ" : "");
            case Arrangement.Slice slice ->
                    "%s, axis %d from %d to %d"
                            .formatted(in.getFirst(), slice.axis(), slice.from(), slice.to());
            case Arrangement.Concatenate concatenate ->
                    "%s along axis %d".formatted(String.join(" | ", in), concatenate.axis());
            case null -> "";
            default ->
                    operation.getClass().getSimpleName().toLowerCase(Locale.ROOT)
                            + " of "
                            + String.join(", ", in);
        };
    }

    static String applied(Unary function, String x) {
        return switch (function) {
            case NEGATE -> "-" + x;
            case SQUARE -> x + "²";
            default -> function.name().toLowerCase(Locale.ROOT) + "(" + x + ")";
        };
    }

    static String combined(Binary function, String a, String b) {
        @Nullable String sign =
                switch (function) {
                    case ADD -> "+";
                    case SUBTRACT -> "-";
                    case MULTIPLY -> "*";
                    case DIVIDE -> "/";
                    case GREATER -> ">";
                    case LESS -> "<";
                    default -> null;
                };
        return sign != null
                ? a + " " + sign + " " + b
                : function.name().toLowerCase(Locale.ROOT) + "(" + a + ", " + b + ")";
    }

    /// Constants, the parts of a row one after the other.
    String row(ConstantRow row) {
        List<String> parts = new ArrayList<>();
        for (ConstantRow.Part part : row.parts()) {
            List<String> addends = new ArrayList<>();
            for (ConstantRow.Range range : part.addends()) {
                Tensor tensor = step.nodes().get(range.tensor()).tensor();
                boolean whole = tensor.size() == 1 || tensor.size() == part.width();
                int from = range.from();
                addends.add(
                        name(range.tensor())
                                + (whole ? "" : "[%d:%d]".formatted(from, from + part.width())));
            }
            parts.add(addends.isEmpty() ? "0" : String.join(" + ", addends));
        }
        return parts.size() == 1 ? parts.getFirst() : "(" + String.join(" | ", parts) + ")";
    }

    /// A matrix put together of others: `|` between what stands side by side, `/` between what
    /// stands one below the other.
    ///
    /// @param tensors the recorded nodes behind the numbers of the panel's tensors
    String panel(Panel panel, List<Integer> tensors) {
        List<Panel.Patch> patches =
                panel.patches().stream()
                        .sorted(
                                Comparator.comparingInt(Panel.Patch::row)
                                        .thenComparingInt(Panel.Patch::column))
                        .toList();
        StringBuilder text = new StringBuilder();
        for (Panel.Patch patch : patches) {
            if (!text.isEmpty()) {
                text.append(patch.column() == 0 ? " / " : " | ");
            }
            text.append(patch(patch, tensors.get(patch.tensor())));
        }
        return patches.size() > 1 ? "(" + text + ")" : text.toString();
    }

    private String patch(Panel.Patch patch, int tensor) {
        Shape shape = step.nodes().get(tensor).tensor().shape();
        String rows = range(patch.fromRow(), patch.rows(), shape.dim(patch.transposed() ? 1 : 0));
        String columns =
                range(patch.fromColumn(), patch.columns(), shape.dim(patch.transposed() ? 0 : 1));
        String name = name(tensor) + (patch.transposed() ? "ᵀ" : "");
        return rows.equals(":") && columns.equals(":")
                ? name
                : "%s[%s, %s]".formatted(name, rows, columns);
    }

    private static String range(int from, int length, int all) {
        return length == all ? ":" : from + ":" + (from + length);
    }
}
