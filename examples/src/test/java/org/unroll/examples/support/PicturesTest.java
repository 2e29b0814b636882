package org.unroll.examples.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Pictures look different from machine to machine. What is checked is what cannot: that they are
/// there, of a size to look at, and have the colours that carry their meaning.
@Tag("once")
class PicturesTest {
    private static final int BLUE = 0x0072b2;
    private static final int ORANGE = 0xd55e00;

    @Test
    void aLogarithmicAxisHasExponentsOfWhatIsAboveZero() {
        var line =
                new LineChart.Line("a", new double[] {1, 2, 3, 4}, new double[] {1, 0, 100, 1e-3});
        var drawn = LineChart.exponents(line);
        assertThat(drawn.name()).isEqualTo("a");
        assertThat(drawn.xs()).containsExactly(1, 3, 4);
        assertThat(drawn.ys()).containsExactly(0, 2, -3);
    }

    @Test
    void eachCurveHasAColour() {
        LineChart chart = LineChart.of("Loss", "iteration", "nats").with("LSTM", 3, 2, 1.5);
        assertThat(colours(chart)).contains(BLUE).doesNotContain(ORANGE);
        assertThat(colours(chart.with("GRU", 3, 2.5, 2))).contains(BLUE, ORANGE);
    }

    @Test
    void aLogarithmicChartLeavesOutWhatHasNoLogarithm() {
        LineChart chart =
                LineChart.of("Gradients", "step", "size")
                        .logarithmic()
                        .with("h", 1e-30, 0, 1e-3, 1);
        assertThat(colours(chart)).contains(BLUE);
    }

    @Test
    void aHeatMapIsDarkWhereValuesAreHigh() {
        List<String> letters = List.of("a", "n", "n", "a");
        double[][] low = {{0, 0, 0, 0}};
        double[][] high = {{0, 1, 0, 0}};
        int deep = 0x0f4c81;
        int dark = count(HeatMap.ofShares("Gates", letters, List.of("forget"), low), deep);
        int darker = count(HeatMap.ofShares("Gates", letters, List.of("forget"), high), deep);
        assertThat(darker).isGreaterThan(dark + 300);
    }

    @Test
    void aConfusionMatrixIsScaledByItsLargestCount() {
        List<String> classes = List.of("собака", "кошка");
        HeatMap map = HeatMap.ofCounts("Test", classes, classes, new int[][] {{70, 11}, {20, 64}});
        assertThat(map.high()).isEqualTo(70);
        assertThat(colours(map)).contains(0x0f4c81);
    }

    @Test
    void wrongPredictionsAreMarked() {
        byte[] ink = new byte[28 * 28];
        ImageGrid right = new ImageGrid("Digits", 1, List.of(tile(ink, ImageGrid.Mark.RIGHT)));
        ImageGrid wrong = new ImageGrid("Digits", 1, List.of(tile(ink, ImageGrid.Mark.WRONG)));
        assertThat(colours(right)).doesNotContain(ORANGE);
        assertThat(colours(wrong)).contains(ORANGE);
    }

    @Test
    void greyValuesAreInkOnPaper() {
        byte[] quarter = new byte[28 * 28];
        Arrays.fill(quarter, 0, quarter.length / 4, (byte) 255);
        ImageGrid grid = new ImageGrid("Digits", 1, List.of(tile(quarter, ImageGrid.Mark.NONE)));
        assertThat(count(grid, 0x000000)).isBetween(64 * 14, 64 * 18);
    }

    @Test
    void textsAreCutWhereTheyAreTooLong() {
        int wide = TextSamples.of("Samples").with("600", "a".repeat(80)).image().getWidth();
        int cut = TextSamples.of("Samples").with("600", "a".repeat(500)).image().getWidth();
        assertThat(cut).isEqualTo(wide);
    }

    private static ImageGrid.Tile tile(byte[] grey, ImageGrid.Mark mark) {
        return new ImageGrid.Tile(28, 28, grey, "7", mark);
    }

    private static Set<Integer> colours(Picture picture) {
        return new HashSet<>(pixels(picture));
    }

    private static int count(Picture picture, int colour) {
        return Collections.frequency(pixels(picture), colour);
    }

    private static List<Integer> pixels(Picture picture) {
        BufferedImage image = picture.image();
        assertThat(image.getWidth()).isBetween(90, 1500);
        assertThat(image.getHeight()).isBetween(60, 1500);
        int[] pixels =
                image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        return Arrays.stream(pixels).map(pixel -> pixel & 0xffffff).boxed().toList();
    }
}
