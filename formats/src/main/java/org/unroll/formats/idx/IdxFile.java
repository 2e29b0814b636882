package org.unroll.formats.idx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.unroll.data.InputException;

/// An array of unsigned bytes from an IDX file.
///
/// @param dims the length of each dimension, slowest first, such as `[60000, 28, 28]`
/// @param values the elements, the last dimension fastest; the array itself, not a copy: the images
///   of MNIST are 47 MB
public record IdxFile(List<Integer> dims, byte[] values) {
    /// Refuses dimensions that do not make as many elements as there are.
    public IdxFile {
        dims = List.copyOf(dims);
        long size = dims.stream().mapToLong(dim -> dim).reduce(1, Math::multiplyExact);
        if (dims.isEmpty() || dims.stream().anyMatch(dim -> dim < 0) || size != values.length) {
            throw new IllegalArgumentException(
                    "expected dimensions of %d elements but got %s".formatted(values.length, dims));
        }
    }

    /// Reads a file, plain or compressed by gzip: its first two bytes tell which.
    ///
    /// @throws InputException if it is missing, cut off, longer than its dimensions say, no IDX
    ///   file, or one of another type than unsigned bytes
    public static IdxFile read(Path file) {
        return IdxReader.read(file);
    }

    /// The file of this name in a folder, plain or with `.gz` after it. Also found if it is written
    /// with a dot, as some copies of MNIST are: `train-images.idx3-ubyte`.
    ///
    /// @param name such as `train-images-idx3-ubyte`
    /// @throws InputException if there is none
    public static Path find(Path folder, String name) {
        for (String stem : List.of(name, name.replace("-idx", ".idx"))) {
            for (String ending : List.of("", ".gz")) {
                Path file = folder.resolve(stem + ending);
                if (Files.isRegularFile(file)) {
                    return file;
                }
            }
        }
        throw new InputException(
                Files.isDirectory(folder)
                        ? "%s: neither %s nor %s.gz is there".formatted(folder, name, name)
                        : "%s: no such folder".formatted(folder));
    }

    /// The elements as numbers from 0 to 255.
    public int[] toInts() {
        int[] numbers = new int[values.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Byte.toUnsignedInt(values[i]);
        }
        return numbers;
    }

    /// Writes the file, not compressed.
    ///
    /// @throws InputException if that is not possible
    public void write(Path file) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * dims.size() + values.length);
        bytes.put((byte) 0).put((byte) 0).put((byte) IdxReader.UNSIGNED_BYTES);
        bytes.put((byte) dims.size());
        dims.forEach(bytes::putInt);
        bytes.put(values);
        try {
            Files.write(file, bytes.array());
        } catch (IOException e) {
            throw new InputException(
                    "%s: cannot be written: %s".formatted(file, e.getMessage()), e);
        }
    }
}
