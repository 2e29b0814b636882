package org.unroll.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.unroll.tensor.Shape;

/// What a network consists of: its layers, the shapes of their results and how many numbers they
/// learn. `toString` gives it as a table.
///
/// @param lines one per layer; the layers of a [Sequential] stand in its place
/// @param parameters how many numbers training changes, in all
public record Summary(List<Line> lines, long parameters) {

    /// One layer.
    ///
    /// @param name its place, such as `0` or `2.1`
    /// @param layer what it is, such as `Linear(32 -> 64)`
    /// @param outputShape the shape of its result
    /// @param parameters how many numbers it learns
    public record Line(String name, String layer, Shape outputShape, long parameters) {}

    /// Copies the list.
    public Summary {
        lines = List.copyOf(lines);
    }

    /// Describes a layer for inputs of the given shape.
    public static Summary of(Layer layer, Shape inputShape) {
        var lines = new ArrayList<Line>();
        add(lines, "", layer, inputShape);
        return new Summary(lines, layer.parameters().count());
    }

    private static Shape add(List<Line> lines, String name, Layer layer, Shape input) {
        if (layer instanceof Sequential sequential) {
            Shape shape = input;
            for (int i = 0; i < sequential.layers().size(); i++) {
                String inner = name.isEmpty() ? Integer.toString(i) : name + "." + i;
                shape = add(lines, inner, sequential.layers().get(i), shape);
            }
            return shape;
        }
        Shape shape = layer.outputShape(input);
        lines.add(new Line(name, label(layer), shape, layer.parameters().count()));
        return shape;
    }

    /// Its text, which is the same in every run.
    static String label(Layer layer) {
        return layer instanceof ActivationFunction function ? function.label() : layer.toString();
    }

    /// The table as text, each line ending in a newline.
    @Override
    public String toString() {
        var table = new ArrayList<List<String>>();
        table.add(List.of("", "layer", "output shape", "parameters"));
        for (Line line : lines) {
            table.add(
                    List.of(
                            line.name(),
                            line.layer(),
                            line.outputShape().toString(),
                            number(line.parameters())));
        }
        table.add(List.of("", "total", "", number(parameters)));
        var text = new StringBuilder();
        for (List<String> row : table) {
            for (int column = 0; column < row.size(); column++) {
                boolean last = column == row.size() - 1;
                int width = width(table, column);
                String cell = row.get(column);
                String space = " ".repeat(width - cell.length());
                text.append(last ? space + cell : cell + space + "  ");
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static int width(List<List<String>> table, int column) {
        return table.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
