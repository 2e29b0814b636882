package org.unroll.examples.support;

import java.util.ArrayList;
import java.util.List;

/// A table for standard output: the first column flush left, the others flush right.
///
/// ```java
/// IO.println(TextTable.of("network", "loss").row("LSTM", 0.412).row("GRU", 0.398));
/// ```
///
/// @param rows the first is the head
public record TextTable(List<List<String>> rows) {
    /// A table with a head only.
    public static TextTable of(String... head) {
        return new TextTable(List.of(List.of(head)));
    }

    /// The same with one more row. Numbers with a fraction are shown with three decimals.
    ///
    /// @throws IllegalArgumentException if there are more or fewer cells than in the head
    public TextTable row(Object... cells) {
        if (cells.length != rows.getFirst().size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells below a head of " + rows.getFirst().size());
        }
        List<List<String>> more = new ArrayList<>(rows);
        more.add(List.of(cells).stream().map(TextTable::shown).toList());
        return new TextTable(List.copyOf(more));
    }

    private static String shown(Object cell) {
        return cell instanceof Double || cell instanceof Float
                ? Spread.of(((Number) cell).doubleValue()).toString()
                : cell.toString();
    }

    /// The lines, without a line end after the last.
    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                String cell = row.get(column);
                String space = " ".repeat(width(column) - length(cell));
                line.append(column == 0 ? cell + space : "  " + space + cell);
            }
            lines.add(line.toString().stripTrailing());
            if (lines.size() == 1) {
                lines.add("-".repeat(line.length()));
            }
        }
        return String.join("\n", lines);
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> length(row.get(column))).max().orElse(0);
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
