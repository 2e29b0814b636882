package org.unroll.examples.digits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.unroll.formats.idx.LabelledImages;

/// The digits differ between machines, so nothing here asks for certain pixels.
class DrawnDigitsTest {
    private static final LabelledImages SOME = DrawnDigits.of(500, 1);

    @Test
    void theSeedDecides() {
        assertThat(pixels(DrawnDigits.of(20, 7))).isEqualTo(pixels(DrawnDigits.of(20, 7)));
        assertThat(pixels(DrawnDigits.of(20, 8))).isNotEqualTo(pixels(DrawnDigits.of(20, 7)));
    }

    @Test
    void aSmallerSetIsTheBeginningOfALargerOne() {
        assertThat(pixels(DrawnDigits.of(20, 1))).isEqualTo(pixels(SOME.first(20)));
        assertThat(labels(DrawnDigits.of(20, 1))).isEqualTo(labels(SOME.first(20)));
    }

    @Test
    void allTenDigitsAreAboutAsOften() {
        int[] counts = new int[10];
        for (int label : labels(SOME)) {
            counts[label]++;
        }
        // 50 expected of each; one standard deviation is 6.7.
        assertThat(counts).hasSize(10);
        assertThat(IntStream.of(counts)).allMatch(count -> count >= 20 && count <= 80);
    }

    @Test
    void noTwoAreEqual() {
        Set<String> different = new HashSet<>();
        for (int i = 0; i < SOME.size(); i++) {
            different.add(Arrays.toString(SOME.image(i)));
        }
        assertThat(different).hasSize(SOME.size());
    }

    @Test
    void theyAreWhiteOnBlackAndInsideTheImage() {
        assertThat(SOME.height()).isEqualTo(28);
        assertThat(SOME.width()).isEqualTo(28);
        double border = 0;
        for (int i = 0; i < SOME.size(); i++) {
            float[] image = SOME.pixels(i).toFloats();
            double ink = 0;
            double most = 0;
            for (int p = 0; p < image.length; p++) {
                ink += image[p];
                most = Math.max(most, image[p]);
                boolean edge = p < 28 || p >= 27 * 28 || p % 28 == 0 || p % 28 == 27;
                border += edge ? image[p] : 0;
            }
            // MNIST's have 0.13 on average.
            assertThat(ink / image.length).as("ink of image %d", i).isBetween(0.02, 0.4);
            assertThat(most).as("brightest of image %d", i).isGreaterThan(0.6);
        }
        assertThat(border / SOME.size() / (4 * 27)).as("ink at the border").isLessThan(0.05);
    }

    /// An image is taken for the digit of the one that is most like it: if the labels were wrong,
    /// or the digits unreadable, that would be right one time in ten.
    @Test
    void theLabelsSayWhatIsDrawn() {
        LabelledImages others = DrawnDigits.of(200, 2);
        int right = 0;
        for (int i = 0; i < others.size(); i++) {
            right += SOME.label(mostLike(others.image(i))) == others.label(i) ? 1 : 0;
        }
        assertThat(right / 200.0).isGreaterThan(0.6);
    }

    private static int mostLike(byte[] image) {
        int best = 0;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < SOME.size(); i++) {
            byte[] other = SOME.image(i);
            long distance = 0;
            for (int p = 0; p < image.length; p++) {
                int difference = Byte.toUnsignedInt(image[p]) - Byte.toUnsignedInt(other[p]);
                distance += (long) difference * difference;
            }
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }

    private static float[] pixels(LabelledImages images) {
        return images.pixels(places(images)).toFloats();
    }

    private static int[] labels(LabelledImages images) {
        return images.labels(places(images)).toInts();
    }

    private static int[] places(LabelledImages images) {
        return IntStream.range(0, images.size()).toArray();
    }
}
