package org.unroll.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClassificationReportTest {
    /// Examples of two classes by what they were taken for.
    private static ConfusionMatrix counts(
            List<String> classes, int right0, int wrong0, int wrong1, int right1) {
        int[] sizes = {right0, wrong0, wrong1, right1};
        return ConfusionMatrix.of(
                classes,
                IntStream.range(0, 4).flatMap(i -> fill(i / 2, sizes[i])).toArray(),
                IntStream.range(0, 4).flatMap(i -> fill(i % 2, sizes[i])).toArray());
    }

    private static IntStream fill(int value, int times) {
        return IntStream.generate(() -> value).limit(times);
    }

    /// A report that scikit-learn 1.2 printed (a course's network that hardly learned).
    @Test
    void printsAsScikitLearnDoes() {
        assertThat(ClassificationReport.of(counts(List.of("0", "1"), 782, 352, 599, 500)).text())
                .isEqualTo(
                        """
                                      precision    recall  f1-score   support

                                   0       0.57      0.69      0.62      1134
                                   1       0.59      0.45      0.51      1099

                            accuracy                           0.57      2233
                           macro avg       0.58      0.57      0.57      2233
                        weighted avg       0.58      0.57      0.57      2233
                        """);
    }

    /// Another one, of a network that predicts one class nearly always.
    @Test
    void printsANearlyUselessClassifier() {
        assertThat(ClassificationReport.of(counts(List.of("0", "1"), 1134, 0, 1097, 2)).text())
                .isEqualTo(
                        """
                                      precision    recall  f1-score   support

                                   0       0.51      1.00      0.67      1134
                                   1       1.00      0.00      0.00      1099

                            accuracy                           0.51      2233
                           macro avg       0.75      0.50      0.34      2233
                        weighted avg       0.75      0.51      0.34      2233
                        """);
    }

    @Test
    void namesTooLongForTheColumnsEndInAnEllipsis() {
        String longName = "😀" + "x".repeat(200);
        ConfusionMatrix confusion = counts(List.of(longName, "b"), 3, 1, 0, 2);
        String report = ClassificationReport.of(confusion).text(2, 80);
        assertThat(report.lines().filter(line -> !line.isEmpty()))
                .allMatch(line -> line.codePointCount(0, line.length()) == 80)
                .anyMatch(
                        line -> line.startsWith("😀" + "x".repeat(37) + "…       1.00      0.75 "));
        assertThat(confusion.text(80))
                .isEqualTo(
                        """
                        %26s  predicted
                        %26s  😀%s…  %25s
                        😀%s…  %25d  %25d
                        %26s  %25d  %25d
                        """
                                .formatted(
                                        "",
                                        "true",
                                        "x".repeat(23),
                                        "b",
                                        "x".repeat(24),
                                        3,
                                        1,
                                        "b",
                                        0,
                                        2));
        // what fits is not touched, and however narrow, numbers and averages are whole
        assertThat(ClassificationReport.of(confusion).text(2, 300))
                .isEqualTo(ClassificationReport.of(confusion).text());
        assertThat(ClassificationReport.of(confusion).text(2, 1)).contains("\n😀xxxxxxxxxx…  ");
        assertThat(confusion.text(1)).contains("  😀xxxx…  ", "\n   b");
    }

    @Test
    void longNamesWidenTheTable() {
        assertThat(
                        ClassificationReport.of(
                                        counts(List.of("a rather long name", "b"), 1, 0, 0, 1))
                                .text())
                .startsWith(" ".repeat(18) + "  precision    recall  f1-score   support\n\n")
                .contains("\na rather long name       1.00      1.00      1.00         1\n")
                .contains("\n" + " ".repeat(17) + "b       1.00      1.00");
    }

    @Test
    void aZeroDenominatorGivesZeroAndANote() {
        ClassificationReport report =
                ClassificationReport.of(counts(List.of("cat", "dog"), 3, 0, 2, 0));
        assertThat(report.scores().get(1).precision()).isZero();
        assertThat(report.notes())
                .containsExactly("precision of \"dog\" set to 0: there are no predictions of it");
        assertThat(report.text())
                .contains("         dog       0.00      0.00      0.00         2\n");
    }

    @Test
    void orOneByOption() {
        ClassificationReport report =
                ClassificationReport.of(
                        counts(List.of("cat", "dog"), 3, 0, 2, 0), ZeroDivision.ONE);
        assertThat(report.scores().get(1).precision()).isOne();
        assertThat(report.scores().get(1).f1()).isZero();
        assertThat(report.notes()).isEmpty();
    }

    @Test
    void averagesWeighClassesEquallyOrBySupport() {
        ClassificationReport report =
                ClassificationReport.of(counts(List.of("a", "b"), 8, 2, 1, 1));
        assertThat(report.accuracy()).isEqualTo(9 / 12.0);
        assertThat(report.macro().recall()).isEqualTo((0.8 + 0.5) / 2);
        assertThat(report.weighted().recall()).isEqualTo((10 * 0.8 + 2 * 0.5) / 12);
        assertThat(report.macro().support()).isEqualTo(12);
    }

    @Test
    void roundsAsPythonDoes() {
        assertThat(Columns.fixed(0.125, 2)).isEqualTo("0.12"); // a tie goes to the even digit
        assertThat(Columns.fixed(0.285, 2)).isEqualTo("0.28"); // its double is below 0.285
        assertThat(Columns.fixed(0.995, 2)).isEqualTo("0.99");
        assertThat(Columns.fixed(1, 3)).isEqualTo("1.000");
    }

    @Test
    void theConfusionMatrixIsATable() {
        ConfusionMatrix confusion = counts(List.of("cat", "dog"), 71, 12, 16, 66);
        assertThat(confusion.text())
                .isEqualTo(
                        """
                              predicted
                        true  cat  dog
                         cat   71   12
                         dog   16   66
                        """);
        assertThat(confusion.counts()).isDeepEqualTo(new int[][] {{71, 12}, {16, 66}});
        assertThat(confusion.correct()).isEqualTo(137);
        assertThat(confusion.predictions(1)).isEqualTo(78);
        assertThat(confusion.support(1)).isEqualTo(82);
    }

    @Test
    void nothingCannotBeCounted() {
        assertThatThrownBy(() -> ConfusionMatrix.of(List.of("a", "b"), new int[0], new int[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
