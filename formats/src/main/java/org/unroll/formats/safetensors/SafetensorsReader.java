package org.unroll.formats.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unroll.tensor.Tensor;

/// Reads one open file. Nothing that the file claims is believed before it was compared with the
/// file's length.
final class SafetensorsReader {
    /// Holds a tensor's place in the order until its data is read.
    private static final Tensor PLACEHOLDER = Tensor.of(new int[0], 0);

    private final Path file;
    private final FileChannel channel;
    private final long length;

    private SafetensorsReader(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.length = channel.size();
    }

    static SafetensorsFile read(Path file) throws IOException {
        try (FileChannel channel = open(file)) {
            SafetensorsReader reader = new SafetensorsReader(file, channel);
            return reader.tensors(reader.header());
        }
    }

    static Header readHeader(Path file) throws IOException {
        try (FileChannel channel = open(file)) {
            return new SafetensorsReader(file, channel).header();
        }
    }

    private static FileChannel open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new SafetensorsException(file, "is a folder, not a file");
        }
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    private Header header() throws IOException {
        if (length < Header.LENGTH_BYTES) {
            throw new SafetensorsException(
                    file,
                    "not a safetensors file: %s too few even for the header's length"
                            .formatted(length == 1 ? "1 byte is" : length + " bytes are"));
        }
        ByteBuffer first = ByteBuffer.allocate(Header.LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        fill(first);
        long size = first.getLong(0);
        if (size < 2 || size > Header.LARGEST) {
            throw new SafetensorsException(
                    file,
                    "not a safetensors file: a header of %s bytes, where 2 to %d are possible"
                            .formatted(Long.toUnsignedString(size), Header.LARGEST));
        }
        if (size > length - Header.LENGTH_BYTES) {
            throw new SafetensorsException(
                    file,
                    "cut off, or not a safetensors file: the header needs %d bytes and %d are there"
                            .formatted(size, length - Header.LENGTH_BYTES));
        }
        ByteBuffer json = ByteBuffer.allocate((int) size);
        fill(json);
        Header header = HeaderReader.read(file, json.array());
        checkLayout(header.entries(), length - Header.LENGTH_BYTES - size);
        return header;
    }

    /// The tensors' bytes must cover the data exactly: no holes, no overlaps, nothing after them.
    private void checkLayout(List<Header.Entry> entries, long dataLength)
            throws SafetensorsException {
        long covered = 0;
        for (Header.Entry entry : sorted(entries)) {
            if (entry.begin() != covered) {
                throw new SafetensorsException(
                        file,
                        entry.name(),
                        "begins at byte %d of the data where byte %d was expected: the file has a %s"
                                .formatted(
                                        entry.begin(),
                                        covered,
                                        entry.begin() > covered ? "hole" : "tensor twice used"));
            }
            covered = entry.end();
            if (covered > dataLength) {
                throw new SafetensorsException(
                        file,
                        entry.name(),
                        "cut off: it ends at byte %d of the data, which has only %d"
                                .formatted(covered, dataLength));
            }
        }
        if (covered != dataLength) {
            long more = dataLength - covered;
            throw new SafetensorsException(
                    file,
                    (more == 1 ? "1 byte follows" : more + " bytes follow")
                            + " the last tensor's data");
        }
    }

    private SafetensorsFile tensors(Header header) throws IOException {
        Map<String, Tensor> read = new LinkedHashMap<>();
        // The header's order is the order of the tensors; the data may lie in another one.
        header.entries().forEach(entry -> read.put(entry.name(), PLACEHOLDER));
        ByteBuffer block = TensorBytes.block();
        for (Header.Entry entry : sorted(header.entries())) {
            read.put(entry.name(), tensor(entry, block));
        }
        return new SafetensorsFile(read, header.metadata());
    }

    private Tensor tensor(Header.Entry entry, ByteBuffer block) throws IOException {
        int size = entry.shape().size();
        int perBlock = TensorBytes.BLOCK_BYTES / entry.type().bytes();
        Object array = TensorBytes.array(entry.type(), size);
        for (int from = 0; from < size; from += perBlock) {
            int count = Math.min(perBlock, size - from);
            fill(block.clear().limit(count * entry.type().bytes()));
            try {
                TensorBytes.decode(entry.type(), block.flip(), array, from, count);
            } catch (ArithmeticException tooLarge) {
                throw new SafetensorsException(
                        file, entry.name(), "has type I64 and a value that does not fit 32 bits");
            }
        }
        return Tensor.wrap(array, entry.shape());
    }

    private static List<Header.Entry> sorted(List<Header.Entry> entries) {
        return entries.stream()
                .sorted(
                        Comparator.comparingLong(Header.Entry::begin)
                                .thenComparingLong(Header.Entry::end))
                .toList();
    }

    private void fill(ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new SafetensorsException(file, "became shorter while it was read");
            }
        }
    }
}
