package org.unroll.formats.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unroll.data.InputException;
import org.unroll.tensor.DType;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

class LabelledImagesTest {
    @TempDir Path folder;

    /// Three images of 2 x 3; each pixel is its place in the array, and the last one white.
    private static LabelledImages images() {
        byte[] pixels = new byte[18];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) i;
        }
        pixels[17] = (byte) 255;
        return LabelledImages.of(2, 3, pixels, new int[] {7, 0, 9});
    }

    @Test
    void pixelsAreTakenInTheOrderAskedFor() {
        Tensor pixels = images().pixels(2, 0);
        assertThat(pixels.shape()).isEqualTo(Shape.of(2, 2, 3));
        assertThat(pixels.type()).isEqualTo(DType.FLOAT32);
        assertThat(pixels.toFloats())
                .containsExactly(
                        12 / 255f, 13 / 255f, 14 / 255f, 15 / 255f, 16 / 255f, 1f, 0f, 1 / 255f,
                        2 / 255f, 3 / 255f, 4 / 255f, 5 / 255f);
        assertThat(images().labels(2, 0, 2).toInts()).containsExactly(9, 7, 9);
        assertThat(images().label(1)).isZero();
        assertThat(images().image(1)).containsExactly(6, 7, 8, 9, 10, 11);
    }

    @Test
    void theFirstOnesKeepTheirClasses() {
        LabelledImages first = images().first(2);
        assertThat(first.size()).isEqualTo(2);
        assertThat(first.labels(0, 1).toInts()).containsExactly(7, 0);
        assertThat(first.image(1)).isEqualTo(images().image(1));
        assertThat(images().first(100).size()).isEqualTo(3);
    }

    @Test
    void trainingAndTestAreReadFromAFolder() {
        Path pixels = folder.resolve("train-images-idx3-ubyte");
        images().write(pixels, folder.resolve("train-labels-idx1-ubyte"));
        images().first(1)
                .write(
                        folder.resolve("t10k-images-idx3-ubyte"),
                        folder.resolve("t10k-labels-idx1-ubyte"));
        LabelledImages train = LabelledImages.train(folder);
        assertThat(List.of(train.size(), train.height(), train.width())).containsExactly(3, 2, 3);
        assertThat(train.pixels(0, 1, 2).toFloats()).isEqualTo(images().pixels(0, 1, 2).toFloats());
        assertThat(train.labels(0, 1, 2).toInts()).containsExactly(7, 0, 9);
        assertThat(LabelledImages.test(folder).size()).isEqualTo(1);
    }

    @Test
    void filesThatDoNotBelongTogetherAreRefused() {
        Path three = folder.resolve("three");
        Path labels = folder.resolve("labels");
        Path one = folder.resolve("one");
        images().write(three, labels);
        images().first(1).write(one, folder.resolve("label"));
        assertThatThrownBy(() -> LabelledImages.read(one, labels))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        labels + ": expected a class for each of 1 images but got an array [3]");
        assertThatThrownBy(() -> LabelledImages.read(labels, three))
                .hasMessage(labels + ": expected images of height and width but got an array [3]");
        assertThatThrownBy(() -> LabelledImages.read(three, three))
                .hasMessageContaining("but got an array [3, 2, 3]");
    }

    @Test
    void imagesWithoutLabelsAreRefused() {
        images().write(folder.resolve("train-images-idx3-ubyte"), folder.resolve("elsewhere"));
        assertThatThrownBy(() -> LabelledImages.train(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("train-labels-idx1-ubyte");
    }

    @Test
    void placesAreChecked() {
        assertThatThrownBy(() -> images().pixels(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> images().image(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> LabelledImages.of(2, 3, new byte[5], new int[1]))
                .hasMessageContaining("5 pixels");
    }

    @Test
    void aClassThatIsNoByteIsNotWritten() {
        LabelledImages many = LabelledImages.of(1, 1, new byte[1], new int[] {256});
        assertThatThrownBy(() -> many.write(folder.resolve("a"), folder.resolve("b")))
                .hasMessageContaining("256");
    }
}
