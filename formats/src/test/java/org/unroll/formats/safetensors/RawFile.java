package org.unroll.formats.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files put together byte by byte as the specification says, without the code under test.
final class RawFile {
    private RawFile() {}

    static Path write(Path folder, String header, byte[] data) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return write(folder, json.length, json, data);
    }

    static Path write(Path folder, long headerLength, byte[] json, byte[] data) throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + json.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(headerLength).put(json).put(data);
        return Files.write(folder.resolve("raw.safetensors"), bytes.array());
    }
}
