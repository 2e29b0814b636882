package org.unroll.datasets;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A server on this machine, well mannered or not.
final class FileServer implements AutoCloseable {
    enum Manner {
        /// Whole files, or the part that is asked for.
        GOOD,
        /// Whole files, whatever is asked for.
        WHOLE_ALWAYS,
        /// Says how long the file is and closes the connection halfway.
        CUT_OFF,
        /// Another part than the one that is asked for.
        OTHER_PART,
        /// Bytes without end.
        ENDLESS,
        /// No answer at all.
        SILENT
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();

    /// Path and, after a blank, the range that was asked for, in the order of coming.
    final List<String> requests = new CopyOnWriteArrayList<>();

    volatile Manner manner = Manner.GOOD;

    FileServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /// Serves a file, and returns its address.
    URI put(String name, byte[] content) {
        files.put("/" + name, content);
        return uri(name);
    }

    URI uri(String name) {
        return URI.create("http://127.0.0.1:%d/%s".formatted(server.getAddress().getPort(), name));
    }

    /// The address of a file where nobody listens.
    static URI nobody(String name) throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:%d/%s".formatted(free.getLocalPort(), name));
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String range = exchange.getRequestHeaders().getFirst("Range");
            requests.add(range == null ? path : path + " " + range);
            byte[] content = files.get(path);
            if (content == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            int from =
                    range == null || manner == Manner.WHOLE_ALWAYS
                            ? 0
                            : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
            switch (manner) {
                case GOOD, WHOLE_ALWAYS -> send(exchange, content, from, content.length - from);
                case CUT_OFF -> send(exchange, content, from, (content.length - from) / 2);
                case OTHER_PART -> send(exchange, content, from + 1, content.length - from - 1);
                case ENDLESS -> endless(exchange);
                case SILENT -> closed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @param count bytes that really come; all that are left are promised
    private static void send(HttpExchange exchange, byte[] content, int from, int count)
            throws IOException {
        if (from >= content.length) {
            exchange.sendResponseHeaders(416, -1);
            return;
        }
        if (from > 0) {
            exchange.getResponseHeaders()
                    .set(
                            "Content-Range",
                            "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
        exchange.getResponseBody().write(content, from, count);
        exchange.getResponseBody().flush();
    }

    private static void endless(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        byte[] block = new byte[1 << 16];
        while (true) {
            exchange.getResponseBody().write(block);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdown();
    }
}
