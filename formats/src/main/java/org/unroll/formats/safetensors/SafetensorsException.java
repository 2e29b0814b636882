package org.unroll.formats.safetensors;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/// A file that is not what the safetensors format promises. The message is one line that begins
/// with the file's path.
public final class SafetensorsException extends IOException {
    @Serial private static final long serialVersionUID = 1;

    SafetensorsException(Path file, String problem) {
        super(oneLine(file + ": " + problem));
    }

    SafetensorsException(Path file, String tensor, String problem) {
        this(file, "tensor '" + shortened(tensor) + "': " + problem);
    }

    /// Names come from the file: control characters in them must not break the line or the
    /// terminal.
    private static String oneLine(String message) {
        return message.replaceAll("\\p{Cntrl}", "?");
    }

    private static String shortened(String name) {
        return name.length() <= 200 ? name : name.substring(0, 200) + "...";
    }
}
