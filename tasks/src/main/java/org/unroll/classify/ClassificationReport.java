package org.unroll.classify;

import java.util.ArrayList;
import java.util.List;

/// Precision, recall and F1 of every class and on average, as scikit-learn's
/// `classification_report` computes and prints them.
///
/// @param scores each class's scores, in the order of the classes
/// @param accuracy share of right predictions
/// @param macro the mean over classes, each counting the same
/// @param weighted the mean over classes, each counting as often as it is true
/// @param notes one line for each kind of score that had a zero denominator, unless that was to
///   give 1, and for rows that could not be evaluated
public record ClassificationReport(
        List<Scores> scores, double accuracy, Scores macro, Scores weighted, List<String> notes) {
    private static final String WEIGHTED = "weighted avg";

    /// How wide what follows the names is.
    private static final int NUMBERS = 41;

    /// The scores of a class or an average.
    ///
    /// @param name the class, `macro avg` or `weighted avg`
    /// @param precision right among those predicted to be of the class
    /// @param recall right among those truly of the class
    /// @param f1 harmonic mean of the two
    /// @param support how many are truly of the class
    public record Scores(String name, double precision, double recall, double f1, int support) {}

    /// Keeps copies.
    public ClassificationReport {
        scores = List.copyOf(scores);
        notes = List.copyOf(notes);
    }

    /// The report on what a confusion matrix counted; a zero denominator gives 0 and a note.
    public static ClassificationReport of(ConfusionMatrix confusion) {
        return of(confusion, ZeroDivision.ZERO_WITH_NOTE);
    }

    /// The report on what a confusion matrix counted.
    public static ClassificationReport of(ConfusionMatrix confusion, ZeroDivision zeroDivision) {
        Ratios ratios = new Ratios(zeroDivision);
        List<Scores> scores = new ArrayList<>();
        for (int i = 0; i < confusion.classes().size(); i++) {
            String name = confusion.classes().get(i);
            int right = confusion.count(i, i);
            int predicted = confusion.predictions(i);
            int support = confusion.support(i);
            scores.add(
                    new Scores(
                            name,
                            ratios.of("precision", "predictions", name, right, predicted),
                            ratios.of("recall", "true examples", name, right, support),
                            ratios.of(
                                    "F1",
                                    "true examples or predictions",
                                    name,
                                    2.0 * right,
                                    predicted + support),
                            support));
        }
        int total = confusion.total();
        return new ClassificationReport(
                scores,
                (double) confusion.correct() / total,
                average("macro avg", scores, total, false),
                average(WEIGHTED, scores, total, true),
                ratios.notes);
    }

    private static Scores average(String name, List<Scores> scores, int total, boolean weighted) {
        double precision = 0;
        double recall = 0;
        double f1 = 0;
        for (Scores of : scores) {
            double weight = weighted ? of.support() : 1;
            precision += weight * of.precision();
            recall += weight * of.recall();
            f1 += weight * of.f1();
        }
        double sum = weighted ? total : scores.size();
        return new Scores(name, precision / sum, recall / sum, f1 / sum, total);
    }

    /// The table, in scikit-learn's layout with two digits, without the notes.
    public String text() {
        return text(2);
    }

    /// The table with so many digits.
    public String text(int digits) {
        return text(digits, Integer.MAX_VALUE);
    }

    /// The table with so many digits, in so many columns of a terminal: names of classes that are
    /// too long for that end in an ellipsis.
    ///
    /// @param columns below 53 as if there were 53, which numbers and averages take
    public String text(int digits, int columns) {
        List<String> names = new ArrayList<>(scores.stream().map(Scores::name).toList());
        names.add(WEIGHTED);
        int most = Math.max(columns - NUMBERS, WEIGHTED.length());
        int width = Math.max(Math.min(Columns.widest(names), most), digits);
        StringBuilder table = new StringBuilder(Columns.right("", width)).append(' ');
        for (String header : List.of("precision", "recall", "f1-score", "support")) {
            table.append(' ').append(Columns.right(header, 9));
        }
        table.append("\n\n");
        scores.forEach(of -> row(table, of, width, digits));
        table.append('\n').append(Columns.right("accuracy", width)).append(' ');
        table.append(" ".repeat(20))
                .append(' ')
                .append(Columns.right(Columns.fixed(accuracy, digits), 9));
        table.append(' ').append(Columns.right(Integer.toString(macro.support()), 9)).append('\n');
        row(table, macro, width, digits);
        row(table, weighted, width, digits);
        return table.toString();
    }

    private static void row(StringBuilder table, Scores of, int width, int digits) {
        table.append(Columns.right(Columns.cut(of.name(), width), width)).append(' ');
        for (double value : new double[] {of.precision(), of.recall(), of.f1()}) {
            table.append(' ').append(Columns.right(Columns.fixed(value, digits), 9));
        }
        table.append(' ').append(Columns.right(Integer.toString(of.support()), 9)).append('\n');
    }

    @Override
    public String toString() {
        return text();
    }

    /// Divides, and remembers where it could not.
    private static final class Ratios {
        private final ZeroDivision zeroDivision;
        private final List<String> notes = new ArrayList<>();

        Ratios(ZeroDivision zeroDivision) {
            this.zeroDivision = zeroDivision;
        }

        double of(String score, String missing, String name, double numerator, double denominator) {
            if (denominator != 0) {
                return numerator / denominator;
            }
            if (zeroDivision == ZeroDivision.ONE) {
                return 1;
            }
            notes.add(
                    "%s of \"%s\" set to 0: there are no %s of it".formatted(score, name, missing));
            return 0;
        }
    }
}
