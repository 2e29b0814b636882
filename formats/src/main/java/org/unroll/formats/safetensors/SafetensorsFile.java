package org.unroll.formats.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.unroll.tensor.Tensor;

/// The content of a safetensors file.
///
/// ```java
/// var file = SafetensorsFile.of(model.parameters().asMap()).withMetadata("format", "pt");
/// file.write(Path.of("model.safetensors"));
/// model.parameters().load(SafetensorsFile.read(Path.of("model.safetensors")).tensors());
/// ```
///
/// @param tensors the tensors by name, in the order of the given map
/// @param metadata strings by name, in alphabetical order
public record SafetensorsFile(Map<String, Tensor> tensors, Map<String, String> metadata) {
    /// Copies both maps. The same tensors in the same order and the same metadata give the same
    /// bytes.
    public SafetensorsFile {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
        tensors.keySet().forEach(name -> requireText("tensor name", name));
        if (tensors.containsKey(Header.METADATA)) {
            throw new IllegalArgumentException(
                    "no tensor can be called '"
                            + Header.METADATA
                            + "': the format keeps that name");
        }
        metadata.forEach((key, value) -> {
            requireText("metadata key", key);
            requireText("value of metadata " + key, value);
        });
    }

    /// Tensors without metadata.
    public static SafetensorsFile of(Map<String, Tensor> tensors) {
        return new SafetensorsFile(tensors, Map.of());
    }

    /// The same tensors with one metadata string more, or with its value replaced.
    public SafetensorsFile withMetadata(String key, String value) {
        Map<String, String> changed = new HashMap<>(metadata);
        changed.put(key, value);
        return new SafetensorsFile(tensors, changed);
    }

    /// Reads a whole file.
    ///
    /// @throws SafetensorsException if the file breaks any rule of the format, or holds a type that
    ///   is not supported
    /// @throws IOException if the file cannot be read
    public static SafetensorsFile read(Path file) throws IOException {
        return SafetensorsReader.read(file);
    }

    /// Reads the metadata only, after the same checks of header and length, in a time that does not
    /// depend on the tensors' size.
    ///
    /// @throws SafetensorsException if the file breaks any rule of the format, or holds a type that
    ///   is not supported
    /// @throws IOException if the file cannot be read
    public static Map<String, String> readMetadata(Path file) throws IOException {
        return Collections.unmodifiableMap(
                new TreeMap<>(SafetensorsReader.readHeader(file).metadata()));
    }

    /// Writes or replaces a file as a whole: at no time is a half-written file under this name,
    /// whatever happens to the process or the disk. After an error the old file, if there was one,
    /// is unchanged and nothing new is left behind.
    public void write(Path file) throws IOException {
        List<Tensor> data = new ArrayList<>();
        byte[] header = HeaderWriter.bytes(layOut(data));
        AtomicFile.write(
                file,
                channel -> {
                    writeFully(channel, ByteBuffer.wrap(header));
                    ByteBuffer block = TensorBytes.block();
                    for (Tensor tensor : data) {
                        for (int from = 0; from < tensor.size(); ) {
                            from = TensorBytes.encode(tensor, from, block);
                            writeFully(channel, block);
                        }
                    }
                });
    }

    /// The header in the tensors' order. The data (`inFileOrder`) lies by falling size of its
    /// elements, so that readers that map a file into memory find every element aligned.
    private Header layOut(List<Tensor> inFileOrder) {
        Map<String, Header.Entry> entries = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> entries.put(name, entry(name, tensor, 0)));
        List<Map.Entry<String, Tensor>> widestFirst = new ArrayList<>(tensors.entrySet());
        widestFirst.sort(Comparator.comparingInt(named -> -named.getValue().type().bytes()));
        long begin = 0;
        for (Map.Entry<String, Tensor> named : widestFirst) {
            Header.Entry placed = entry(named.getKey(), named.getValue(), begin);
            entries.put(named.getKey(), placed);
            inFileOrder.add(named.getValue());
            begin = placed.end();
        }
        return new Header(List.copyOf(entries.values()), metadata);
    }

    private static Header.Entry entry(String name, Tensor tensor, long begin) {
        ElementType type = ElementType.of(tensor.type());
        return new Header.Entry(
                name, type, tensor.shape(), begin, begin + (long) tensor.size() * type.bytes());
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static void requireText(String what, String text) {
        if (!Header.isText(text)) {
            throw new IllegalArgumentException(
                    "expected a " + what + " of valid Unicode but it has half a surrogate pair");
        }
    }
}
