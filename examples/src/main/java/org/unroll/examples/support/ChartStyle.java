package org.unroll.examples.support;

import java.awt.Font;
import org.knowm.xchart.style.AxesChartStyler;

/// What all charts have in common: no boxes, a faint grid, one family of letters.
final class ChartStyle {
    static final int WIDTH = 760;
    static final int HEIGHT = 420;

    private ChartStyle() {}

    static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }

    static void apply(AxesChartStyler styler) {
        styler.setChartBackgroundColor(Colours.PAPER);
        styler.setPlotBackgroundColor(Colours.PAPER);
        styler.setPlotBorderVisible(false);
        styler.setChartFontColor(Colours.INK);
        styler.setChartTitleFont(font(Font.BOLD, 16));
        styler.setChartTitleBoxVisible(false);
        styler.setChartPadding(14);
        styler.setLegendBorderColor(Colours.PAPER);
        styler.setLegendBackgroundColor(Colours.PAPER);
        styler.setLegendFont(font(Font.PLAIN, 12));
        styler.setAxisTitleFont(font(Font.PLAIN, 13));
        styler.setAxisTickLabelsFont(font(Font.PLAIN, 12));
        styler.setAxisTickLabelsColor(Colours.INK);
        styler.setAxisTickMarksColor(Colours.QUIET);
        styler.setPlotGridLinesColor(Colours.GRID);
        styler.setAntiAlias(true);
        styler.setTextAntiAlias(true);
        styler.setLocale(java.util.Locale.ROOT);
    }
}
