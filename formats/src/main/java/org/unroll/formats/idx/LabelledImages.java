package org.unroll.formats.idx;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.unroll.data.InputException;
import org.unroll.tensor.Tensor;

/// Grey images of one size, each with its class.
public final class LabelledImages {
    private final int height;
    private final int width;
    private final byte[] pixels;
    private final int[] labels;

    private LabelledImages(int height, int width, byte[] pixels, int[] labels) {
        this.height = height;
        this.width = width;
        this.pixels = pixels;
        this.labels = labels;
    }

    /// Images from anywhere; the arrays are not copied.
    ///
    /// @param pixels image by image, row by row: `labels.length * height * width` unsigned bytes, 0
    ///   for the background and 255 for the stroke
    /// @param labels the class of each image, counted from 0
    public static LabelledImages of(int height, int width, byte[] pixels, int[] labels) {
        if (height < 1 || width < 1 || (long) labels.length * height * width != pixels.length) {
            throw new IllegalArgumentException(
                    "expected %d images of %d x %d but got %d pixels"
                            .formatted(labels.length, height, width, pixels.length));
        }
        return new LabelledImages(height, width, pixels, labels);
    }

    /// Reads an IDX file of images and one of their classes.
    ///
    /// @throws InputException if one cannot be read, or they do not belong together
    public static LabelledImages read(Path images, Path labels) {
        IdxFile grey = IdxFile.read(images);
        List<Integer> dims = grey.dims();
        if (dims.size() != 3 || dims.contains(0)) {
            throw new InputException(
                    "%s: expected images of height and width but got an array %s"
                            .formatted(images, dims));
        }
        IdxFile classes = IdxFile.read(labels);
        if (!classes.dims().equals(dims.subList(0, 1))) {
            throw new InputException(
                    "%s: expected a class for each of %d images but got an array %s"
                            .formatted(labels, dims.getFirst(), classes.dims()));
        }
        return of(dims.get(1), dims.get(2), grey.values(), classes.toInts());
    }

    /// The images that MNIST has for training: `train-images-idx3-ubyte` and
    /// `train-labels-idx1-ubyte`, plain or with `.gz`.
    ///
    /// @throws InputException if one of the files is missing or damaged
    public static LabelledImages train(Path folder) {
        return part(folder, "train");
    }

    /// The images that MNIST has for testing: `t10k-images-idx3-ubyte` and
    /// `t10k-labels-idx1-ubyte`, plain or with `.gz`.
    ///
    /// @throws InputException if one of the files is missing or damaged
    public static LabelledImages test(Path folder) {
        return part(folder, "t10k");
    }

    private static LabelledImages part(Path folder, String part) {
        return read(
                IdxFile.find(folder, part + "-images-idx3-ubyte"),
                IdxFile.find(folder, part + "-labels-idx1-ubyte"));
    }

    /// How many.
    public int size() {
        return labels.length;
    }

    /// Rows of pixels of each image.
    public int height() {
        return height;
    }

    /// Pixels of each row.
    public int width() {
        return width;
    }

    /// The images at these places, float32 `[places, height, width]` in [0, 1]: as sequences, each
    /// row of an image is a time step.
    public Tensor pixels(int... places) {
        int size = height * width;
        float[] values = new float[Math.multiplyExact(places.length, size)];
        for (int i = 0; i < places.length; i++) {
            int from = Objects.checkIndex(places[i], size()) * size;
            for (int p = 0; p < size; p++) {
                values[i * size + p] = Byte.toUnsignedInt(pixels[from + p]) / 255f;
            }
        }
        return Tensor.of(values, places.length, height, width);
    }

    /// The classes of the images at these places, int32 `[places]`.
    public Tensor labels(int... places) {
        return Tensor.of(Arrays.stream(places).map(place -> labels[place]).toArray());
    }

    /// The class of one image.
    public int label(int place) {
        return labels[place];
    }

    /// One image as it is stored: `height * width` unsigned bytes, row by row.
    public byte[] image(int place) {
        int size = height * width;
        int from = Objects.checkIndex(place, size()) * size;
        return Arrays.copyOfRange(pixels, from, from + size);
    }

    /// The first images only, or all if there are fewer.
    public LabelledImages first(int count) {
        int kept = Math.min(count, size());
        return new LabelledImages(
                height,
                width,
                Arrays.copyOf(pixels, kept * height * width),
                Arrays.copyOf(labels, kept));
    }

    /// Writes the images and their classes, as [#read] reads them.
    ///
    /// @throws InputException if that is not possible
    /// @throws IllegalArgumentException if there is a class past 255
    public void write(Path images, Path classes) {
        byte[] bytes = new byte[labels.length];
        for (int i = 0; i < bytes.length; i++) {
            if (labels[i] < 0 || labels[i] > 255) {
                throw new IllegalArgumentException(
                        "an IDX file of bytes holds classes from 0 to 255, not " + labels[i]);
            }
            bytes[i] = (byte) labels[i];
        }
        new IdxFile(List.of(size(), height, width), pixels).write(images);
        new IdxFile(List.of(size()), bytes).write(classes);
    }
}
