package org.unroll.formats.safetensors;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.unroll.tensor.Shape;

/// What the JSON header says.
///
/// @param entries the tensors, in the header's order
/// @param metadata the strings under `__metadata__`
record Header(List<Entry> entries, Map<String, String> metadata) {
    /// The key of the header's strings; no tensor may have this name.
    static final String METADATA = "__metadata__";

    /// The length of the number before the header.
    static final int LENGTH_BYTES = Long.BYTES;

    /// The largest header that the format's reference implementation reads.
    static final int LARGEST = 100_000_000;

    /// Whether a text is valid Unicode. A JSON escape, like a Java string, can hold half a
    /// surrogate pair; UTF-8 cannot.
    static boolean isText(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /// One tensor: its bytes lie from `begin` to before `end`, counted from the end of the header.
    record Entry(String name, ElementType type, Shape shape, long begin, long end) {}
}
