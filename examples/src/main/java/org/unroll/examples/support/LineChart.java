package org.unroll.examples.support;

import java.awt.BasicStroke;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/// Curves, such as losses by iteration or sizes of gradients by step.
///
/// ```java
/// run.show("loss", LineChart.of("Loss", "iteration", "nats").with("LSTM", losses));
/// ```
///
/// @param title stands above
/// @param across what the horizontal axis counts
/// @param up what the vertical axis measures
/// @param scale of the vertical axis
/// @param lines the curves, at least one
public record LineChart(String title, String across, String up, Scale scale, List<Line> lines)
        implements Picture {
    /// How the vertical axis is divided.
    public enum Scale {
        /// Equal steps are equal differences.
        LINEAR,
        /// Equal steps are equal ratios: for values above 0 that differ by orders of magnitude.
        /// What is not above 0 is left out.
        LOGARITHMIC
    }

    /// A curve.
    ///
    /// @param name for the legend, another for each curve
    /// @param xs ascending
    /// @param ys as many
    public record Line(String name, double[] xs, double[] ys) {}

    /// A chart without curves yet.
    public static LineChart of(String title, String across, String up) {
        return new LineChart(title, across, up, Scale.LINEAR, List.of());
    }

    /// The same with a logarithmic vertical axis.
    public LineChart logarithmic() {
        return new LineChart(title, across, up, Scale.LOGARITHMIC, lines);
    }

    /// The same with one more curve, over 1, 2, 3 and so on.
    public LineChart with(String name, double... ys) {
        return with(name, IntStream.rangeClosed(1, ys.length).asDoubleStream().toArray(), ys);
    }

    /// The same with one more curve.
    public LineChart with(String name, double[] xs, double[] ys) {
        List<Line> more = new ArrayList<>(lines);
        more.add(new Line(name, xs, ys));
        return new LineChart(title, across, up, scale, List.copyOf(more));
    }

    @Override
    public BufferedImage image() {
        XYChart chart =
                new XYChartBuilder()
                        .width(ChartStyle.WIDTH)
                        .height(ChartStyle.HEIGHT)
                        .title(title)
                        .xAxisTitle(across)
                        .yAxisTitle(scale == Scale.LOGARITHMIC ? up + ", logarithmic" : up)
                        .build();
        ChartStyle.apply(chart.getStyler());
        chart.getStyler().setSeriesColors(Colours.lines(lines.size()));
        chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
        chart.getStyler().setLegendVisible(lines.size() > 1);
        if (scale == Scale.LOGARITHMIC) {
            // XChart's own logarithmic axis crowds: the exponents are drawn on a linear one.
            chart.getStyler().setYAxisTickLabelsFormattingFunction(LineChart::power);
        }
        for (Line line : lines) {
            Line drawn = scale == Scale.LOGARITHMIC ? exponents(line) : line;
            XYSeries series = chart.addSeries(drawn.name(), uneven(drawn.xs()), drawn.ys());
            series.setLineStyle(new BasicStroke(2, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            series.setMarker(drawn.xs().length > 12 ? SeriesMarkers.NONE : SeriesMarkers.CIRCLE);
        }
        return BitmapEncoder.getBufferedImage(chart);
    }

    /// Moved a little at one place: for xs at equal distances XChart would label as many of the
    /// points themselves as there is room for, 1, 5, 9, 13, instead of round numbers.
    private static double[] uneven(double[] xs) {
        double[] moved = xs.clone();
        if (moved.length > 12) {
            moved[1] += (moved[2] - moved[1]) / 100;
        }
        return moved;
    }

    /// Two digits: 0.63 rather than 6.3e-1, but 1e-6.
    private static String power(double exponent) {
        if (exponent > -3.5 && exponent < 4.5) {
            return new BigDecimal(Math.pow(10, exponent), new MathContext(2))
                    .stripTrailingZeros()
                    .toPlainString();
        }
        return exponent == Math.rint(exponent)
                ? "1e%d".formatted(Math.round(exponent))
                : "%.1e".formatted(Math.pow(10, exponent));
    }

    /// The curve as a logarithmic axis has it.
    static Line exponents(Line line) {
        int[] places = IntStream.range(0, line.ys().length).filter(i -> line.ys()[i] > 0).toArray();
        return new Line(
                line.name(),
                IntStream.of(places).mapToDouble(i -> line.xs()[i]).toArray(),
                IntStream.of(places).mapToDouble(i -> Math.log10(line.ys()[i])).toArray());
    }
}
