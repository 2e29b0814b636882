package org.unroll.examples.support;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/// A white picture to draw on. Texts are placed by their vertical middle.
final class Canvas {
    private static final Graphics2D MEASURE =
            new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();

    private final BufferedImage image;
    private final Graphics2D graphics;

    private Canvas(BufferedImage image, Graphics2D graphics) {
        this.image = image;
        this.graphics = graphics;
    }

    static Canvas of(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Colours.PAPER);
        graphics.fillRect(0, 0, width, height);
        return new Canvas(image, graphics);
    }

    static int width(String text, Font font) {
        return MEASURE.getFontMetrics(font).stringWidth(text);
    }

    static int widest(List<String> texts, Font font) {
        return texts.stream().mapToInt(text -> width(text, font)).max().orElse(0);
    }

    Graphics2D graphics() {
        return graphics;
    }

    void fill(Color colour, int x, int y, int width, int height) {
        graphics.setColor(colour);
        graphics.fillRect(x, y, width, height);
    }

    void frame(Color colour, int x, int y, int width, int height) {
        graphics.setColor(colour);
        graphics.drawRect(x, y, width, height);
    }

    void title(String text, int width) {
        centred(text, ChartStyle.font(Font.BOLD, 16), Colours.INK, width / 2, 26);
    }

    void left(String text, Font font, Color colour, int x, int middle) {
        FontMetrics metrics = graphics.getFontMetrics(font);
        graphics.setFont(font);
        graphics.setColor(colour);
        graphics.drawString(text, x, middle + (metrics.getAscent() - metrics.getDescent()) / 2);
    }

    void centred(String text, Font font, Color colour, int x, int middle) {
        left(text, font, colour, x - width(text, font) / 2, middle);
    }

    void right(String text, Font font, Color colour, int x, int middle) {
        left(text, font, colour, x - width(text, font), middle);
    }

    BufferedImage done() {
        graphics.dispose();
        return image;
    }
}
