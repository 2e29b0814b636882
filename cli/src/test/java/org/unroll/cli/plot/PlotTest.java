package org.unroll.cli.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class PlotTest {
    private static final ConfusionPlot CONFUSION =
            new ConfusionPlot(
                    "Кто <кто> & \u0001",
                    List.of("кошка", "собака"),
                    new int[][] {{78, 15}, {17, 74}});
    private static final LossPlot LOSS =
            new LossPlot(
                    "Loss",
                    new LossPlot.Curve(List.of(1L, 50L, 100L), List.of(3.0, 2.0, 1.5)),
                    new LossPlot.Curve(List.of(100L), List.of(1.7)));

    @TempDir Path folder;

    @Test
    void svgIsXmlWithTheLabelsAsText() throws Exception {
        Document svg = parse(CONFUSION.write(folder, "confusion", PlotFormat.SVG));
        NodeList texts = svg.getElementsByTagName("text");
        Set<String> found = new HashSet<>();
        for (int i = 0; i < texts.getLength(); i++) {
            found.add(texts.item(i).getTextContent());
        }
        assertThat(found)
                .contains("Кто <кто> & \uFFFD", "кошка", "собака", "78", "15", "17", "74", "84 %");
    }

    @Test
    void lossAsSvgHasBothCurves() throws Exception {
        Path file = LOSS.write(folder, "loss", PlotFormat.SVG);
        parse(file);
        assertThat(Files.readString(file))
                .contains(Palette.TRAINING, Palette.VALIDATION, ">training<", ">validation<");
    }

    @Test
    void pngHasTheSizeAndTheColours() throws Exception {
        BufferedImage image =
                ImageIO.read(CONFUSION.write(folder, "confusion", PlotFormat.PNG).toFile());
        assertThat(image.getWidth()).isEqualTo(2 * CONFUSION.width());
        assertThat(image.getHeight()).isEqualTo(2 * CONFUSION.height());
        Set<String> colours = new HashSet<>();
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                colours.add("#%06x".formatted(image.getRGB(x, y) & 0xffffff));
            }
        }
        assertThat(colours).contains("#ffffff", Palette.shade(78 / 93.0), Palette.shade(15 / 93.0));
    }

    @Test
    void plotsOfAlmostNothingAreDrawnToo() throws Exception {
        LossPlot.Curve one = new LossPlot.Curve(List.of(1L), List.of(Double.NaN));
        parse(new LossPlot("", one, LossPlot.Curve.none()).write(folder, "one", PlotFormat.SVG));
        LossPlot.Curve none = LossPlot.Curve.none();
        parse(new LossPlot("", none, none).write(folder, "none", PlotFormat.SVG));
        int[][] empty = {{0, 0}, {0, 3}};
        parse(
                new ConfusionPlot("", List.of("a", "b"), empty)
                        .write(folder, "zero", PlotFormat.SVG));
    }

    @Test
    void ticksAreRoundAndCoverTheValues() {
        Ticks ticks = Ticks.covering(0.13, 0.87, 6);
        assertThat(ticks.step()).isEqualTo(0.2);
        assertThat(ticks.first()).isLessThanOrEqualTo(0.13);
        assertThat(ticks.last()).isGreaterThanOrEqualTo(0.87);
        assertThat(ticks.label(0)).isEqualTo("0.0");
        assertThat(Ticks.covering(0, 40_000, 8).label(1)).isEqualTo("5,000");
        assertThat(Ticks.covering(2, 2, 5).last()).isGreaterThan(2);
    }

    private static Document parse(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile());
    }
}
