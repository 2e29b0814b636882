package org.unroll.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// One training at a time for one model file: two would overwrite each other's checkpoints, and a
/// resumed one would go on from the other's.
///
/// The lock is the operating system's, on a file beside the model: one that a killed training left
/// there is in nobody's way. Where files cannot be locked, nothing is.
final class ModelLock implements AutoCloseable {
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
        try {
            while (true) {
                create(file);
                @Nullable FileChannel channel = lockedIfStill(file, model);
                if (channel != null) {
                    return new ModelLock(channel, file);
                }
            }
        } catch (IOException _) {
            return new ModelLock(null, file);
        }
    }

    private static void create(Path file) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException _) {
            // Somebody has it, or was killed.
        }
    }

    /// The locked file; null if whoever had it has removed it meanwhile. The file is not opened a
    /// second time to find that out: closing it would end the lock.
    private static @Nullable FileChannel lockedIfStill(Path file, Path model) throws IOException {
        @Nullable FileChannel channel = null;
        boolean locked = false;
        try {
            @Nullable Object before = key(file);
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw taken(model);
            }
            locked = Objects.equals(before, key(file));
            return locked ? channel : null;
        } catch (NoSuchFileException _) {
            return null;
        } finally {
            if (!locked) {
                close(channel);
            }
        }
    }

    /// What tells files of one name apart, where the system has it.
    private static @Nullable Object key(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    private static Failure taken(Path model) {
        return Failure.work(
                "another training is writing %s: wait until it ends, or choose another --out"
                        .formatted(model));
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
