package org.unroll.formats.safetensors;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Writes the header and the number before it.
final class HeaderWriter {
    private static final JsonFactory JSON = new JsonFactory();

    private HeaderWriter() {}

    /// The length, the JSON, and spaces so that the data begins at a multiple of 8 bytes.
    static byte[] bytes(Header header) {
        ByteArrayOutputStream json = new ByteArrayOutputStream();
        try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), json)) {
            write(header, generator);
        }
        while (json.size() % 8 != 0) {
            json.write(' ');
        }
        if (json.size() > Header.LARGEST) {
            throw new IllegalArgumentException(
                    "expected names and metadata of at most %,d bytes but they need %,d"
                            .formatted(Header.LARGEST, json.size()));
        }
        return ByteBuffer.allocate(Header.LENGTH_BYTES + json.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(json.size())
                .put(json.toByteArray())
                .array();
    }

    private static void write(Header header, JsonGenerator generator) {
        generator.writeStartObject();
        if (!header.metadata().isEmpty()) {
            generator.writeObjectPropertyStart(Header.METADATA);
            for (Map.Entry<String, String> entry : header.metadata().entrySet()) {
                generator.writeStringProperty(entry.getKey(), entry.getValue());
            }
            generator.writeEndObject();
        }
        for (Header.Entry entry : header.entries()) {
            generator.writeObjectPropertyStart(entry.name());
            generator.writeStringProperty("dtype", entry.type().name());
            generator.writeName("shape");
            generator.writeArray(entry.shape().dims(), 0, entry.shape().rank());
            generator.writeName("data_offsets");
            generator.writeArray(new long[] {entry.begin(), entry.end()}, 0, 2);
            generator.writeEndObject();
        }
        generator.writeEndObject();
    }
}
