package org.unroll.examples.digits;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import org.unroll.data.InputException;
import org.unroll.formats.idx.LabelledImages;
import org.unroll.tensor.Rng;

/// Digits like MNIST's, drawn instead of written by hand: 28 x 28 grey pixels, white on black, each
/// with its digit as the class. They need no network and no file.
///
/// Each is a digit of one of Java's own fonts (sans serif, serif or of one width; upright or
/// slanted, light or bold), rotated, sheared, moved, thickened, blurred and covered with noise, all
/// at random. Which pixels come out depends on the fonts of the machine, so a number that must be
/// the same everywhere cannot rest on them.
public final class DrawnDigits {
    private static final int SIDE = 28;
    private static final int WHITE = 255;
    private static final List<String> FONTS = List.of(Font.SANS_SERIF, Font.SERIF, Font.MONOSPACED);
    private static final FontRenderContext EXACT = new FontRenderContext(null, true, true);

    private DrawnDigits() {}

    /// So many digits. The same seed gives the same ones on one machine, and those of a smaller
    /// count are the first of a larger one.
    ///
    /// @throws InputException if Java finds no font on this machine
    public static LabelledImages of(int count, long seed) {
        requireFonts();
        byte[] pixels = new byte[Math.multiplyExact(count, SIDE * SIDE)];
        int[] labels = new int[count];
        Rng digits = Rng.seeded(seed).fork("digits");
        for (int i = 0; i < count; i++) {
            Rng rng = digits.fork(i);
            labels[i] = rng.nextInt(10);
            int[] image = noisy(blurred(drawn(labels[i], rng), rng), rng);
            for (int p = 0; p < image.length; p++) {
                pixels[i * image.length + p] = (byte) image[p];
            }
        }
        return LabelledImages.of(SIDE, SIDE, pixels, labels);
    }

    /// Where there is no font, Java says so by various errors from deep inside.
    private static void requireFonts() {
        try {
            outline(0, FONTS.getFirst(), Font.PLAIN, SIDE);
        } catch (InternalError | LinkageError | RuntimeException e) {
            throw new InputException(
                    "digits cannot be drawn: Java finds no font on this machine; install one, such"
                            + " as the package fonts-dejavu-core",
                    e);
        }
    }

    private static Shape outline(int digit, String font, int style, double size) {
        return new Font(font, style, 1)
                .deriveFont((float) size)
                .createGlyphVector(EXACT, Integer.toString(digit))
                .getOutline();
    }

    /// White levels from 0 to 255, row by row.
    private static int[] drawn(int digit, Rng rng) {
        String font = FONTS.get(rng.nextInt(FONTS.size()));
        int style = rng.nextInt(4);
        Shape outline = outline(digit, font, style, rng.nextDouble(18, 24));
        Rectangle2D box = outline.getBounds2D();
        AffineTransform placed = new AffineTransform();
        placed.translate(SIDE / 2.0 + rng.nextDouble(-2, 2), SIDE / 2.0 + rng.nextDouble(-2, 2));
        placed.rotate(Math.toRadians(rng.nextDouble(-12, 12)));
        placed.shear(rng.nextDouble(-0.2, 0.2), 0);
        placed.translate(-box.getCenterX(), -box.getCenterY());
        Shape shape = placed.createTransformedShape(outline);

        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(
                RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setColor(Color.WHITE);
        graphics.fill(shape);
        graphics.setStroke(
                new BasicStroke(
                        (float) rng.nextDouble(0.2, 1.6),
                        BasicStroke.CAP_ROUND,
                        BasicStroke.JOIN_ROUND));
        graphics.draw(shape);
        graphics.dispose();
        int[] colours = image.getRGB(0, 0, SIDE, SIDE, null, 0, SIDE);
        for (int p = 0; p < colours.length; p++) {
            colours[p] &= 0xFF;
        }
        return colours;
    }

    /// Each pixel with some of its neighbours', across and then down.
    private static int[] blurred(int[] image, Rng rng) {
        double share = rng.nextDouble(0, 0.2);
        return mixed(mixed(image, 1, share), SIDE, share);
    }

    /// @param step from a pixel to its neighbour
    private static int[] mixed(int[] image, int step, double share) {
        int[] mixed = new int[image.length];
        for (int p = 0; p < image.length; p++) {
            int place = step == 1 ? p % SIDE : p / SIDE;
            int before = place == 0 ? 0 : image[p - step];
            int after = place == SIDE - 1 ? 0 : image[p + step];
            mixed[p] = (int) Math.round((1 - 2 * share) * image[p] + share * (before + after));
        }
        return mixed;
    }

    private static int[] noisy(int[] image, Rng rng) {
        double ink = rng.nextDouble(0.7, 1);
        double deviation = rng.nextDouble(0, 12);
        for (int p = 0; p < image.length; p++) {
            long value = Math.round(ink * image[p] + deviation * rng.nextGaussian());
            image[p] = Math.clamp(value, 0, WHITE);
        }
        return image;
    }
}
