package org.unroll.examples.support;

import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.util.List;

/// Small grey images in rows, each with a caption: digits and what a network took them for.
///
/// @param title stands above
/// @param columns how many stand side by side
/// @param tiles the images
public record ImageGrid(String title, int columns, List<Tile> tiles) implements Picture {
    private static final int TOP = 48;
    private static final int MARGIN = 16;
    private static final int CAPTION = 20;
    private static final int GAP = 10;

    /// Whether a caption is true.
    public enum Mark {
        /// Green caption.
        RIGHT,
        /// Orange caption and frame.
        WRONG,
        /// Neither.
        NONE
    }

    /// An image.
    ///
    /// @param width in pixels
    /// @param height in pixels
    /// @param grey row by row, unsigned, 255 for ink; `width * height` values
    /// @param caption stands below, short
    /// @param mark colours the caption
    public record Tile(int width, int height, byte[] grey, String caption, Mark mark) {}

    @Override
    public BufferedImage image() {
        int side = 64;
        int rows = (tiles.size() + columns - 1) / columns;
        int titled = Canvas.width(title, ChartStyle.font(Font.BOLD, 16)) + 2 * MARGIN;
        int width = Math.max(titled, columns * (side + GAP) - GAP + 2 * MARGIN);
        Canvas canvas = Canvas.of(width, TOP + rows * (side + CAPTION + GAP) + MARGIN - GAP);
        canvas.title(title, width);
        int begin = (width - columns * (side + GAP) + GAP) / 2;
        for (int i = 0; i < tiles.size(); i++) {
            int x = begin + i % columns * (side + GAP);
            int y = TOP + i / columns * (side + CAPTION + GAP);
            draw(canvas, tiles.get(i), x, y, side);
        }
        return canvas.done();
    }

    private static void draw(Canvas canvas, Tile tile, int x, int y, int side) {
        BufferedImage small =
                new BufferedImage(tile.width(), tile.height(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < tile.grey().length; i++) {
            int light = 255 - (tile.grey()[i] & 255);
            small.setRGB(i % tile.width(), i / tile.width(), light << 16 | light << 8 | light);
        }
        canvas.graphics().drawImage(small, x, y, side, side, null);
        Color colour =
                switch (tile.mark()) {
                    case RIGHT -> Colours.RIGHT;
                    case WRONG -> Colours.WRONG;
                    case NONE -> Colours.INK;
                };
        boolean wrong = tile.mark() == Mark.WRONG;
        canvas.frame(wrong ? Colours.WRONG : Colours.GRID, x - 1, y - 1, side + 1, side + 1);
        if (wrong) {
            canvas.frame(Colours.WRONG, x - 2, y - 2, side + 3, side + 3);
        }
        Font font = ChartStyle.font(wrong ? Font.BOLD : Font.PLAIN, 12);
        canvas.centred(tile.caption(), font, colour, x + side / 2, y + side + 11);
    }
}
