package org.unroll.formats.safetensors;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Random;

/// Replaces a file as a whole: whoever reads it, and whenever the process dies, sees the old
/// content or the new.
///
/// The content goes to a temporary file `.NAME.RANDOM.tmp` in the same folder, is forced to the
/// disk and moved over the target. A failure removes the temporary file. A killed process cannot,
/// so each writer holds a lock on its own temporary file, and the next writer of the same target
/// removes those that nobody holds.
final class AtomicFile {
    @FunctionalInterface
    interface Content {
        void writeTo(FileChannel channel) throws IOException;
    }

    private static final int ATTEMPTS = 100;

    private AtomicFile() {}

    static void write(Path target, Content content) throws IOException {
        // A link stays a link: what it points to is replaced.
        Path file = Files.isSymbolicLink(target) ? target.toRealPath() : target.toAbsolutePath();
        Path folder = file.getParent();
        if (folder == null || Files.isDirectory(file)) {
            throw new IOException(target + ": is a folder, not a file");
        }
        if (!Files.exists(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "the folder does not exist");
        }
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        String prefix = "." + file.getFileName() + ".";
        removeAbandoned(folder, prefix);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            String unique = Long.toUnsignedString(new Random().nextLong(), Character.MAX_RADIX);
            if (writeThrough(folder.resolve(prefix + unique + ".tmp"), file, content)) {
                forceFolder(folder);
                return;
            }
        }
        throw new IOException(target + ": no temporary file could be made beside it");
    }

    /// False if the temporary file was somebody else's, or was taken for an abandoned one before
    /// its lock was held.
    private static boolean writeThrough(Path temporary, Path file, Content content)
            throws IOException {
        FileChannel channel;
        try {
            channel =
                    FileChannel.open(
                            temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException taken) {
            return false;
        }
        try (channel) {
            if (!lock(channel) || !Files.exists(temporary)) {
                return false;
            }
            content.writeTo(channel);
            channel.force(true);
            Files.move(
                    temporary,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            return true;
        } finally {
            // After a success there is nothing under this name any more.
            Files.deleteIfExists(temporary);
        }
    }

    private static boolean lock(FileChannel channel) {
        try {
            return channel.tryLock() != null;
        } catch (IOException unsupported) {
            // Some network file systems have no locks. Then nothing removes this file, and nothing
            // need be guarded.
            return true;
        }
    }

    private static void removeAbandoned(Path folder, String prefix) throws IOException {
        try (DirectoryStream<Path> siblings =
                Files.newDirectoryStream(
                        folder,
                        path -> {
                            String name = path.getFileName().toString();
                            return name.startsWith(prefix)
                                    && name.substring(prefix.length()).matches("[0-9a-z]+\\.tmp");
                        })) {
            for (Path sibling : siblings) {
                try (FileChannel channel = FileChannel.open(sibling, StandardOpenOption.WRITE);
                        FileLock held = channel.tryLock()) {
                    if (held != null) {
                        Files.deleteIfExists(sibling);
                    }
                } catch (IOException | OverlappingFileLockException inUse) {
                    // Held by another thread, gone, or not ours to remove: either way it does not
                    // hinder this write.
                }
            }
        }
    }

    /// Makes the move itself last through a power failure.
    private static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException unsupported) {
            // Windows opens no folders; there the file system's own log has to do.
        }
    }
}
