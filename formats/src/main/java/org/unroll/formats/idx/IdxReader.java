package org.unroll.formats.idx;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.unroll.data.InputException;

/// Reads and checks an IDX file.
final class IdxReader {
    static final int UNSIGNED_BYTES = 0x08;

    private static final int BUFFER = 1 << 16;

    /// No compression by gzip gives more than so many bytes for one.
    private static final long MOST_OF_A_BYTE = 1032;

    private final Path file;

    private IdxReader(Path file) {
        this.file = file;
    }

    static IdxFile read(Path file) {
        return new IdxReader(file).read();
    }

    private IdxFile read() {
        if (Files.isDirectory(file)) {
            throw failure("expected a file but it is a folder");
        }
        try (InputStream stored = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
            boolean gzipped = isGzipped(stored);
            long least = Files.size(file);
            return gzipped
                    ? read(new GZIPInputStream(stored, BUFFER), least * MOST_OF_A_BYTE)
                    : read(stored, least);
        } catch (NoSuchFileException e) {
            throw new InputException("%s: no such file".formatted(file), e);
        } catch (EOFException e) {
            throw new InputException("%s: cut off".formatted(file), e);
        } catch (ZipException e) {
            throw new InputException("%s: damaged: %s".formatted(file, e.getMessage()), e);
        } catch (IOException e) {
            throw new InputException("%s: cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static boolean isGzipped(InputStream stored) throws IOException {
        stored.mark(2);
        boolean gzipped = stored.read() == 0x1F && stored.read() == 0x8B;
        stored.reset();
        return gzipped;
    }

    /// @param most bytes that can come at most: no memory is taken for elements that cannot be
    ///   there
    private IdxFile read(InputStream bytes, long most) throws IOException {
        DataInputStream in = new DataInputStream(bytes);
        int zeros = in.readUnsignedShort();
        int type = in.readUnsignedByte();
        int axes = in.readUnsignedByte();
        if (zeros != 0 || axes == 0) {
            throw failure(
                    "not an IDX file: it begins with %04X%02X%02X".formatted(zeros, type, axes));
        }
        if (type != UNSIGNED_BYTES) {
            throw failure("holds %s, only unsigned bytes can be read".formatted(nameOf(type)));
        }
        List<Integer> dims = new ArrayList<>();
        long size = 1;
        for (int axis = 0; axis < axes; axis++) {
            int dim = in.readInt();
            size = dim < 0 || size > Integer.MAX_VALUE ? Long.MAX_VALUE : size * dim;
            dims.add(dim);
        }
        if (size > most) {
            throw failure("cut off: it says that it holds %s bytes".formatted(product(dims)));
        }
        if (size > Integer.MAX_VALUE - 8) {
            throw failure("too large: %s bytes".formatted(product(dims)));
        }
        byte[] values = new byte[(int) size];
        in.readFully(values);
        if (in.read() >= 0) {
            throw failure("longer than the %s bytes that it should hold".formatted(product(dims)));
        }
        return new IdxFile(dims, values);
    }

    private static String product(List<Integer> dims) {
        return String.join(" x ", dims.stream().map(Integer::toUnsignedString).toList());
    }

    private static String nameOf(int type) {
        return switch (type) {
            case 0x09 -> "signed bytes";
            case 0x0B -> "16-bit integers";
            case 0x0C -> "32-bit integers";
            case 0x0D -> "float32";
            case 0x0E -> "float64";
            default -> "elements of the unknown type 0x%02X".formatted(type);
        };
    }

    private InputException failure(String problem) {
        return new InputException("%s: %s".formatted(file, problem));
    }
}
