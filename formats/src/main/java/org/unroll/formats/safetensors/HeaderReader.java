package org.unroll.formats.safetensors;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.unroll.tensor.Shape;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// Reads a header's JSON, one token after the other, and checks each tensor by itself.
final class HeaderReader {
    /// Names and metadata may be as long as the header; the depth is the deepest that a valid
    /// header has, and one more.
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(4)
                                    .maxNameLength(Header.LARGEST)
                                    .maxStringLength(Header.LARGEST)
                                    .build())
                    .build();

    private final Path file;
    private final JsonParser parser;
    private final Set<String> names = new HashSet<>();
    private final List<Header.Entry> entries = new ArrayList<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private HeaderReader(Path file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
    }

    static Header read(Path file, byte[] json) throws SafetensorsException {
        if (json.length == 0 || json[0] != '{') {
            throw new SafetensorsException(
                    file, "not a safetensors file: its header does not begin with '{'");
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
            return new HeaderReader(file, parser).header();
        } catch (JacksonException broken) {
            // Only the kind of mistake: Jackson's full text has several lines.
            throw new SafetensorsException(
                    file, "the header is not valid JSON: " + broken.getOriginalMessage());
        }
    }

    private Header header() throws SafetensorsException {
        parser.nextToken();
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            requireText(name);
            if (!names.add(name)) {
                throw new SafetensorsException(file, name, "occurs twice in the header");
            }
            parser.nextToken();
            if (name.equals(Header.METADATA)) {
                readMetadata();
            } else {
                entries.add(readEntry(name));
            }
        }
        if (parser.nextToken() != null) {
            throw new SafetensorsException(file, "something follows the JSON object in the header");
        }
        return new Header(entries, metadata);
    }

    private void readMetadata() throws SafetensorsException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new SafetensorsException(file, "the header's metadata is not an object");
        }
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                throw new SafetensorsException(file, "metadata '" + key + "' is not a string");
            }
            requireText(key);
            requireText(parser.getString());
            if (metadata.put(key, parser.getString()) != null) {
                throw new SafetensorsException(file, "metadata '" + key + "' occurs twice");
            }
        }
    }

    private void requireText(String text) throws SafetensorsException {
        if (!Header.isText(text)) {
            throw new SafetensorsException(file, "a text in the header has half a surrogate pair");
        }
    }

    private Header.Entry readEntry(String name) throws SafetensorsException {
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new SafetensorsException(file, name, "its description is not an object");
        }
        String type = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        for (String key = parser.nextName(); key != null; key = parser.nextName()) {
            parser.nextToken();
            switch (key) {
                case "dtype" -> type = once(name, key, type, readString(name, key));
                case "shape" -> shape = once(name, key, shape, readNumbers(name, key));
                case "data_offsets" -> offsets = once(name, key, offsets, readNumbers(name, key));
                default -> throw new SafetensorsException(file, name, "unknown key '" + key + "'");
            }
        }
        if (type == null || shape == null || offsets == null) {
            throw new SafetensorsException(
                    file, name, "needs dtype, shape and data_offsets, and one is missing");
        }
        return entry(name, type, shape, offsets);
    }

    private Header.Entry entry(String name, String type, List<Long> shape, List<Long> offsets)
            throws SafetensorsException {
        ElementType known =
                ElementType.named(type)
                        .orElseThrow(() ->
                                new SafetensorsException(
                                        file,
                                        name,
                                        "type "
                                                + type
                                                + " is not supported (F64, F32, F16, BF16,"
                                                + " I64 and I32 are)"));
        if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
            throw new SafetensorsException(
                    file, name, "data_offsets must be [begin, end] but are " + offsets);
        }
        long begin = offsets.get(0);
        long end = offsets.get(1);
        long elements = elements(name, shape);
        if (elements * known.bytes() != end - begin) {
            throw new SafetensorsException(
                    file,
                    name,
                    "shape %s of %s needs %d bytes but its data_offsets %s span %d"
                            .formatted(
                                    shape, type, elements * known.bytes(), offsets, end - begin));
        }
        int[] dims = shape.stream().mapToInt(Long::intValue).toArray();
        return new Header.Entry(name, known, Shape.of(dims), begin, end);
    }

    /// The number of elements; a Java array holds at most 2^31 - 1, which also keeps the arithmetic
    /// from overflowing.
    private long elements(String name, List<Long> shape) throws SafetensorsException {
        long elements = 1;
        for (long dim : shape) {
            elements *= dim;
            if (dim > Integer.MAX_VALUE || elements > Integer.MAX_VALUE) {
                throw new SafetensorsException(
                        file, name, "shape " + shape + " has more elements than a tensor can hold");
            }
        }
        return elements;
    }

    private <T> T once(String name, String key, @Nullable T before, T value)
            throws SafetensorsException {
        if (before != null) {
            throw new SafetensorsException(file, name, key + " occurs twice");
        }
        return value;
    }

    private String readString(String name, String key) throws SafetensorsException {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw new SafetensorsException(file, name, key + " is not a string");
        }
        return parser.getString();
    }

    private List<Long> readNumbers(String name, String key) throws SafetensorsException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new SafetensorsException(file, name, key + " is not a list");
        }
        List<Long> numbers = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                    || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                    || parser.getLongValue() < 0) {
                throw new SafetensorsException(
                        file, name, key + " must hold whole numbers from 0 to 2^63 - 1");
            }
            numbers.add(parser.getLongValue());
        }
        return numbers;
    }
}
