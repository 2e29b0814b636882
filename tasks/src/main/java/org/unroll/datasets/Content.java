package org.unroll.datasets;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// What a stored file holds: itself, or what was compressed in it by gzip.
final class Content {
    private static final int BUFFER = 1 << 16;

    private Content() {}

    /// Why this stored file is not the wanted one, or "" if it is.
    static String difference(Path stored, DatasetFile wanted) {
        return copy(stored, wanted, OutputStream.nullOutputStream());
    }

    /// Writes the content, and says why it is not the wanted one, or "" if it is. Not more than the
    /// wanted size is written.
    ///
    /// @throws UncheckedIOException if it cannot be written
    static String copy(Path stored, DatasetFile wanted, OutputStream out) {
        MessageDigest digest = sha256();
        long size = 0;
        try (InputStream in = open(stored)) {
            byte[] block = new byte[BUFFER];
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                size += n;
                if (size > wanted.bytes()) {
                    return "is larger than the %,d bytes of %s"
                            .formatted(wanted.bytes(), wanted.name());
                }
                digest.update(block, 0, n);
                write(out, block, n);
            }
        } catch (NoSuchFileException e) {
            return "is not there";
        } catch (EOFException e) {
            return "is cut off";
        } catch (ZipException e) {
            return "is damaged: " + e.getMessage();
        } catch (IOException e) {
            return "cannot be read: " + e.getMessage();
        }
        String hash = HexFormat.of().formatHex(digest.digest());
        return hash.equals(wanted.sha256())
                ? ""
                : "has other content: SHA-256 %s instead of %s".formatted(hash, wanted.sha256());
    }

    private static void write(OutputStream out, byte[] block, int count) {
        try {
            out.write(block, 0, count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream open(Path stored) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(stored), BUFFER);
        try {
            in.mark(2);
            boolean gzipped = in.read() == 0x1F && in.read() == 0x8B;
            in.reset();
            return gzipped ? new GZIPInputStream(in, BUFFER) : in;
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
