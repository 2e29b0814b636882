package org.unroll.datasets;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import javax.net.ssl.SSLException;

/// Brings one file from one address into a part file, going on where an earlier try stopped.
///
/// By the JDK's older client: the newer one has no limit for how long a body may stand still.
final class Download {
    private static final int BUFFER = 1 << 16;

    /// So often a connection that breaks is taken up again, as long as each brings something.
    private static final int ATTEMPTS = 5;

    private final DatasetFile file;
    private final URI source;
    private final Path part;
    private final int timeoutMillis;
    private final FetchListener listener;

    Download(DatasetFile file, URI source, Path part, int timeoutMillis, FetchListener listener) {
        this.file = file;
        this.source = source;
        this.part = part;
        this.timeoutMillis = timeoutMillis;
        this.listener = listener;
    }

    /// Brings the whole file.
    ///
    /// @throws IOException if the source does not give it; what came so far stays in the part file
    /// @throws UncheckedIOException if the part file cannot be written
    void run() throws IOException {
        for (int attempt = 1; ; attempt++) {
            long before = received();
            try {
                receive(before);
                return;
            } catch (IOException e) {
                if (attempt == ATTEMPTS || received() <= before) {
                    throw e;
                }
            }
        }
    }

    private long received() throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }

    private void receive(long before) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) source.toURL().openConnection();
        connection.setConnectTimeout(timeoutMillis);
        connection.setReadTimeout(timeoutMillis);
        if (before > 0) {
            connection.setRequestProperty("Range", "bytes=" + before + "-");
        }
        try {
            int status = connection.getResponseCode();
            switch (status) {
                case HttpURLConnection.HTTP_OK -> save(connection, 0);
                case HttpURLConnection.HTTP_PARTIAL -> save(connection, firstByte(connection));
                case 416 -> {
                    // There is nothing after what has come: it was all.
                }
                default -> throw new IOException("HTTP status " + status);
            }
        } finally {
            connection.disconnect();
        }
    }

    /// Where the bytes belong that the server sends: where we asked, unless it has its own mind.
    private long firstByte(HttpURLConnection connection) throws IOException {
        String range = String.valueOf(connection.getHeaderField("Content-Range"));
        if (!range.startsWith("bytes " + received() + "-")) {
            Files.delete(part);
            throw new IOException("the server sent another part than it was asked for");
        }
        return received();
    }

    private void save(HttpURLConnection connection, long start) throws IOException {
        long length = connection.getContentLengthLong();
        long total = length < 0 ? -1 : start + length;
        long received = start;
        try (InputStream in = connection.getInputStream();
                OutputStream out = open(start > 0)) {
            byte[] block = new byte[BUFFER];
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                write(out, block, n);
                received += n;
                if (received > 2 * file.bytes() + BUFFER) {
                    Files.delete(part);
                    throw new IOException("sends far more than the file");
                }
                listener.progress(file, source, received, total);
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            throw received < total ? cutOff(received, total) : e;
        }
        if (received < total) {
            throw cutOff(received, total);
        }
    }

    private static IOException cutOff(long received, long total) {
        return new IOException("cut off after %,d of %,d bytes".formatted(received, total));
    }

    private OutputStream open(boolean append) {
        try {
            return append
                    ? Files.newOutputStream(part, StandardOpenOption.APPEND)
                    : Files.newOutputStream(part);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(OutputStream out, byte[] block, int count) {
        try {
            out.write(block, 0, count);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A failure in a few words for people.
    static String reason(IOException problem) {
        return switch (problem) {
            case UnknownHostException _ -> "no such host, or no network";
            case ConnectException _ -> "cannot be reached";
            case SocketTimeoutException _ -> "does not answer";
            case SSLException ssl -> "no safe connection: " + ssl.getMessage();
            default -> String.valueOf(problem.getMessage());
        };
    }
}
