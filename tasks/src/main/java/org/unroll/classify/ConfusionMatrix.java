package org.unroll.classify;

import java.util.Arrays;
import java.util.List;

/// What was taken for what.
public final class ConfusionMatrix {
    /// So many of a name are shown in any case.
    private static final int LETTERS = 6;

    private final List<String> classes;
    private final int[][] counts;

    private ConfusionMatrix(List<String> classes, int[][] counts) {
        this.classes = classes;
        this.counts = counts;
    }

    /// Counts pairs of true and predicted class.
    ///
    /// @param truth the true class of each example, as an index into `classes`
    /// @param predicted the predicted class of each example
    public static ConfusionMatrix of(List<String> classes, int[] truth, int[] predicted) {
        if (truth.length != predicted.length || truth.length == 0) {
            throw new IllegalArgumentException(
                    "expected as many predictions as true classes, at least 1, but got %d and %d"
                            .formatted(predicted.length, truth.length));
        }
        int[][] counts = new int[classes.size()][classes.size()];
        for (int i = 0; i < truth.length; i++) {
            counts[truth[i]][predicted[i]]++;
        }
        return new ConfusionMatrix(List.copyOf(classes), counts);
    }

    /// The classes, in the order of rows and columns.
    public List<String> classes() {
        return classes;
    }

    /// All counts: a row for each true class, a column for each predicted class.
    public int[][] counts() {
        return Arrays.stream(counts).map(int[]::clone).toArray(int[][]::new);
    }

    /// How many examples of class `truth` were taken for class `predicted`.
    public int count(int truth, int predicted) {
        return counts[truth][predicted];
    }

    /// How many examples of class `truth` there were.
    public int support(int truth) {
        return Arrays.stream(counts[truth]).sum();
    }

    /// How often class `predicted` was predicted.
    public int predictions(int predicted) {
        return Arrays.stream(counts).mapToInt(row -> row[predicted]).sum();
    }

    /// How many examples there were.
    public int total() {
        return Arrays.stream(counts).flatMapToInt(Arrays::stream).sum();
    }

    /// How many were right.
    public int correct() {
        int sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += counts[i][i];
        }
        return sum;
    }

    /// A table for people: a row for each true class, a column for each predicted class.
    public String text() {
        return text(Integer.MAX_VALUE);
    }

    /// The table in so many columns of a terminal: names of classes that are too long for that end
    /// in an ellipsis, but for some letters of each. So the table of very many classes is wider.
    public String text(int columns) {
        int widest = Columns.widest(classes);
        int left = Math.max("true".length(), Math.min(widest, columns / 3));
        int room = (columns - left) / classes.size() - 2;
        int cell =
                Math.max(
                        Math.min(widest, Math.max(room, LETTERS)),
                        Integer.toString(total()).length());
        StringBuilder table = new StringBuilder(Columns.right("", left)).append("  predicted\n");
        table.append(Columns.right("true", left));
        for (String name : classes) {
            table.append("  ").append(Columns.right(Columns.cut(name, cell), cell));
        }
        for (int i = 0; i < counts.length; i++) {
            table.append('\n').append(Columns.right(Columns.cut(classes.get(i), left), left));
            for (int count : counts[i]) {
                table.append("  ").append(Columns.right(Integer.toString(count), cell));
            }
        }
        return table.append('\n').toString();
    }

    @Override
    public String toString() {
        return text();
    }
}
