package org.unroll.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// One training at a time for one model file: two would overwrite each other's checkpoints, and a
/// resumed one would go on from the other's.
///
/// The lock is the operating system's, on a file beside the model: one that a killed training left
/// there is in nobody's way. Where files cannot be locked, nothing is.
final class ModelLock implements AutoCloseable {
    /// What it locks: not the content, which is read.
    private static final long PLACE = Long.MAX_VALUE - 1;

    /// Those of this process: to the operating system they are all the same one's.
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final @Nullable FileChannel channel;
    private final Path file;

    private ModelLock(@Nullable FileChannel channel, Path file) {
        this.channel = channel;
        this.file = file;
    }

    /// Takes it.
    ///
    /// @param model the file that a training is going to write, in a folder that takes files
    /// @throws Failure if another training has it
    static ModelLock of(Path model) {
        Path file =
                model.toAbsolutePath()
                        .normalize()
                        .resolveSibling("." + model.getFileName() + ".lock");
        if (!HELD.add(file)) {
            throw taken(model);
        }
        boolean done = false;
        try {
            ModelLock lock = lockOn(file, model);
            done = true;
            return lock;
        } finally {
            if (!done) {
                HELD.remove(file);
            }
        }
    }

    private static ModelLock lockOn(Path file, Path model) {
        while (true) {
            @Nullable FileChannel channel = null;
            try {
                channel =
                        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                if (channel.tryLock(PLACE, 1, false) == null) {
                    close(channel);
                    throw taken(model);
                }
                if (isStill(file, channel)) {
                    return new ModelLock(channel, file);
                }
                close(channel); // whoever had it has removed the file meanwhile: once more
            } catch (IOException _) {
                close(channel);
                return new ModelLock(null, file);
            }
        }
    }

    private static Failure taken(Path model) {
        return Failure.work(
                "another training is writing %s: wait until it ends, or choose another --out"
                        .formatted(model));
    }

    /// Whether the file of this name is the one that is open.
    private static boolean isStill(Path file, FileChannel channel) throws IOException {
        String name = ProcessHandle.current().pid() + " " + System.nanoTime();
        byte[] own = name.getBytes(StandardCharsets.UTF_8);
        channel.truncate(0).write(ByteBuffer.wrap(own), 0);
        try {
            return Arrays.equals(Files.readAllBytes(file), own);
        } catch (IOException _) { // it is gone
            return false;
        }
    }

    /// Gives it back, and removes the file.
    @Override
    public void close() {
        if (channel != null) {
            try {
                Files.deleteIfExists(file); // while it is ours
            } catch (IOException _) {
                // Then it stays, and is in nobody's way.
            }
            close(channel);
        }
        HELD.remove(file);
    }

    private static void close(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException _) {
            // It ends with the process.
        }
    }
}
