package org.unroll.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A UTF-8 file, read whole.
///
/// @param name the file's name without its folder
/// @param text its text, without a byte order mark, with line ends as `\n`
/// @param sha256 hash of its bytes as they are, 64 hexadecimal digits
public record TextFile(String name, String text, String sha256) {
    /// Reads a file.
    ///
    /// @throws InputException if it is missing, no file, empty or not UTF-8
    public static TextFile read(Path file) {
        return of(String.valueOf(file.getFileName()), file.toString(), bytes(file));
    }

    /// The same from bytes that are no file, such as a resource.
    ///
    /// @throws InputException if they are empty or not UTF-8
    public static TextFile of(String name, byte[] bytes) {
        return of(name, name, bytes);
    }

    /// Hash of bytes, 64 hexadecimal digits.
    public static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static TextFile of(String name, String shown, byte[] bytes) {
        String text = decode(shown, bytes);
        if (text.isBlank()) {
            throw new InputException("%s: the file is empty".formatted(shown));
        }
        return new TextFile(name, text, sha256(bytes));
    }

    private static byte[] bytes(Path file) {
        if (Files.isDirectory(file)) {
            throw new InputException("%s: expected a file but it is a folder".formatted(file));
        }
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new InputException("%s: no such file".formatted(file), e);
        } catch (IOException e) {
            throw new InputException("%s: cannot be read: %s".formatted(file, e.getMessage()), e);
        }
    }

    private static String decode(String shown, byte[] bytes) {
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        if (decoder.decode(in, out, true).isError()) {
            int at = in.position();
            throw new InputException(
                    "%s: not UTF-8: byte 0x%02X at offset %d, line %d"
                            .formatted(shown, bytes[at] & 0xFF, at, line(bytes, at)));
        }
        String text = out.flip().toString();
        String unmarked = text.startsWith("\uFEFF") ? text.substring(1) : text;
        return unmarked.indexOf('\r') < 0
                ? unmarked
                : unmarked.replace("\r\n", "\n").replace('\r', '\n');
    }

    private static long line(byte[] bytes, int end) {
        long line = 1;
        for (int i = 0; i < end; i++) {
            if (bytes[i] == '\n') {
                line++;
            }
        }
        return line;
    }
}
