package org.unroll.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The lines of standard input, as many at once as are there: somebody who types gets an answer to
/// each line, and a long file goes in batches.
final class InputLines {
    private static final int MOST = 256;

    private final BufferedReader reader;
    private boolean first = true;

    InputLines(InputStream in) {
        reader =
                new BufferedReader(
                        new InputStreamReader(
                                in,
                                StandardCharsets.UTF_8
                                        .newDecoder()
                                        .onMalformedInput(CodingErrorAction.REPORT)
                                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
    }

    /// The next lines that are not blank; none at the end.
    List<String> next() {
        List<String> lines = new ArrayList<>();
        try {
            do {
                @Nullable String line = reader.readLine();
                if (line == null) {
                    break;
                }
                if (first && line.startsWith("\uFEFF")) {
                    line = line.substring(1);
                }
                first = false;
                if (!line.isBlank()) {
                    lines.add(line);
                }
            } while (lines.isEmpty() || (lines.size() < MOST && reader.ready()));
        } catch (CharacterCodingException _) {
            throw Failure.work("expected UTF-8 on standard input but got bytes that are not");
        } catch (IOException e) {
            throw Failure.work("standard input cannot be read: " + e.getMessage());
        }
        return lines;
    }
}
