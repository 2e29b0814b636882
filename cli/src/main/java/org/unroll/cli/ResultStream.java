package org.unroll.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Standard output. A [PrintStream] says that it failed, but not how; this one knows whether its
/// reader has gone (`| head`), which is no error worth a word.
final class ResultStream extends PrintStream {
    private final Watched watched;

    private ResultStream(Watched watched) {
        super(new BufferedOutputStream(watched), false, StandardCharsets.UTF_8);
        this.watched = watched;
    }

    static ResultStream ofProcess() {
        return new ResultStream(new Watched(new FileOutputStream(FileDescriptor.out)));
    }

    /// Whether the first write that failed met a pipe without a reader.
    boolean readerHasGone() {
        return watched.problem != null
                && String.valueOf(watched.problem.getMessage()).contains("Broken pipe");
    }

    /// Remembers what went wrong first.
    private static final class Watched extends FilterOutputStream {
        private @Nullable IOException problem;

        Watched(OutputStream out) {
            super(out);
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                problem = problem == null ? e : problem;
                throw e;
            }
        }
    }
}
