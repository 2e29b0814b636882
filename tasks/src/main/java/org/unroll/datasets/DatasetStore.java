package org.unroll.datasets;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.unroll.data.InputException;

/// A folder of this machine where sets of data are kept, each in a folder of its own name.
///
/// ```java
/// Path folder = DatasetStore.standard().fetch(Dataset.mnist(), FetchListener.SILENT);
/// var images = LabelledImages.train(folder);
/// ```
public final class DatasetStore {
    private static final int TIMEOUT_MILLIS = 20_000;

    /// Within this process; between processes a lock on a file does the same.
    private static final ReentrantLock ONE_AT_A_TIME = new ReentrantLock();

    private final Path folder;
    private final int timeoutMillis;

    private DatasetStore(Path folder, int timeoutMillis) {
        this.folder = folder;
        this.timeoutMillis = timeoutMillis;
    }

    /// This user's: the folder that the environment's `UNROLL_DATA` names, otherwise `unroll` where
    /// the system keeps what can be had again (`XDG_CACHE_HOME` or `~/.cache`; on Windows
    /// `LOCALAPPDATA`).
    public static DatasetStore standard() {
        return at(
                standardFolder(
                        System.getenv(),
                        System.getProperty("user.home", "."),
                        System.getProperty("os.name", "")));
    }

    static Path standardFolder(Map<String, String> environment, String home, String system) {
        boolean windows = system.toLowerCase(Locale.ROOT).startsWith("windows");
        @Nullable String chosen = environment.get("UNROLL_DATA");
        @Nullable String caches = environment.get(windows ? "LOCALAPPDATA" : "XDG_CACHE_HOME");
        if (chosen != null && !chosen.isBlank()) {
            return Path.of(chosen);
        }
        return caches != null && Path.of(caches).isAbsolute()
                ? Path.of(caches, "unroll")
                : Path.of(home, ".cache", "unroll");
    }

    /// One in any folder; it is made when something is fetched.
    public static DatasetStore at(Path folder) {
        return new DatasetStore(folder, TIMEOUT_MILLIS);
    }

    /// For tests of servers that do not answer.
    DatasetStore withTimeout(int millis) {
        return new DatasetStore(folder, millis);
    }

    /// The folder that holds all files of a set, if they are there: this store's folder of that
    /// name, or this store's folder itself. The files are plain, or IDX files compressed by gzip;
    /// they are not checked here.
    public Optional<Path> find(Dataset set) {
        return List.of(folder.resolve(set.name()), folder).stream()
                .filter(place ->
                        set.files().stream().allMatch(file -> file.readable(place).isPresent()))
                .findFirst();
    }

    /// The folder that holds all files of a set, each checked by its hash.
    ///
    /// @throws InputException if one is not there or has other content; the message says how to
    ///   fetch them
    public Path get(Dataset set) {
        String fetch = "'unroll data %s' fetches it".formatted(set.name());
        Path place =
                find(set)
                        .orElseThrow(() ->
                                new InputException(
                                        "%s: no %s there; %s"
                                                .formatted(folder, set.name(), fetch)));
        for (DatasetFile file : set.files()) {
            Path stored = file.required(place);
            String difference = Content.difference(stored, file);
            if (!difference.isEmpty()) {
                throw new InputException("%s %s; %s".formatted(stored, difference, fetch));
            }
        }
        return place;
    }

    /// The folder that holds all files of a set, after fetching those that are missing or damaged.
    /// Each is checked by its hash. An interrupted download goes on where it stopped; a source that
    /// fails, or gives something else, makes room for the next one. Two that fetch at the same time
    /// wait for one another.
    ///
    /// @throws InputException if a file is to be had from no source, or cannot be written; the
    ///   message is one line that says what went wrong with each source, and what else to do
    public Path fetch(Dataset set, FetchListener listener) {
        Optional<Path> there = find(set).filter(place -> isWhole(set, place));
        if (there.isPresent()) {
            for (DatasetFile file : set.files()) {
                Path stored = file.required(there.get());
                listener.done(file, stored.toUri(), stored);
            }
            return there.get();
        }
        Path place = folder.resolve(set.name());
        if (!ONE_AT_A_TIME.tryLock()) {
            listener.waiting(set);
            ONE_AT_A_TIME.lock();
        }
        try {
            Files.createDirectories(place);
            try (FileChannel channel =
                            FileChannel.open(
                                    place.resolve(".lock"),
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE);
                    @Nullable FileLock _ = lock(channel, set, listener)) {
                for (DatasetFile file : set.files()) {
                    bring(set, file, place, listener);
                }
            }
        } catch (IOException e) {
            throw unwritable(place, e);
        } catch (UncheckedIOException e) {
            throw unwritable(place, Objects.requireNonNull(e.getCause()));
        } finally {
            ONE_AT_A_TIME.unlock();
        }
        return place;
    }

    private static InputException unwritable(Path place, IOException problem) {
        String reason =
                switch (problem) {
                    case AccessDeniedException _ -> "no permission";
                    case FileAlreadyExistsException _ -> "it is a file, not a folder";
                    default -> String.valueOf(problem.getMessage());
                };
        return new InputException("%s: cannot be written: %s".formatted(place, reason), problem);
    }

    private static boolean isWhole(Dataset set, Path place) {
        return set.files().stream()
                .allMatch(file -> Content.difference(file.required(place), file).isEmpty());
    }

    private static @Nullable FileLock lock(
            FileChannel channel, Dataset set, FetchListener listener) {
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                listener.waiting(set);
                lock = channel.lock();
            }
            return lock;
        } catch (IOException unsupported) {
            // Some network file systems have no locks.
            return null;
        }
    }

    private void bring(Dataset set, DatasetFile file, Path place, FetchListener listener)
            throws IOException {
        Path target = place.resolve(file.name());
        if (Content.difference(target, file).isEmpty()) {
            listener.done(file, target.toUri(), target);
            return;
        }
        Set<String> failures = new LinkedHashSet<>();
        for (URI source : file.sources()) {
            String failure =
                    isFile(source)
                            ? unpack(file, Path.of(source), target)
                            : download(file, source, target, listener);
            if (failure.isEmpty()) {
                listener.done(file, source, target);
                return;
            }
            listener.failed(file, source, failure);
            failures.add(
                    (isFile(source) ? Path.of(source) : source.getAuthority()) + " " + failure);
        }
        throw new InputException(
                "%s cannot be had: %s%s"
                        .formatted(
                                file.name(),
                                String.join("; ", failures),
                                file.sources().stream().allMatch(DatasetStore::isFile)
                                        ? ""
                                        : wayOut(set)));
    }

    private static String wayOut(Dataset set) {
        return "; without a network put %s, plain or .gz, into a folder and type 'unroll data %s --from FOLDER'"
                .formatted(
                        String.join(", ", set.files().stream().map(DatasetFile::name).toList()),
                        set.name());
    }

    private static boolean isFile(URI source) {
        return "file".equals(source.getScheme());
    }

    private String download(DatasetFile file, URI source, Path target, FetchListener listener)
            throws IOException {
        // Another source may compress otherwise: what came from here is continued from here only.
        Path part =
                target.resolveSibling(
                        "%s.%08x.part".formatted(file.name(), source.toString().hashCode()));
        boolean resumed = Files.exists(part);
        try {
            new Download(file, source, part, timeoutMillis, listener).run();
        } catch (IOException e) {
            return Download.reason(e);
        }
        String difference = unpack(file, part, target);
        Files.deleteIfExists(part);
        // The beginning may have come before the file was changed there.
        return difference.isEmpty() || !resumed
                ? difference
                : download(file, source, target, listener);
    }

    /// Puts the content into the folder if it is the wanted one, and says why not otherwise.
    private static String unpack(DatasetFile file, Path stored, Path target) throws IOException {
        // One name is enough, since one at a time writes here.
        Path unpacked = target.resolveSibling(file.name() + ".unpacking");
        try {
            String difference;
            try (OutputStream out = Files.newOutputStream(unpacked)) {
                difference = Content.copy(stored, file, out);
            }
            if (difference.isEmpty()) {
                Files.move(
                        unpacked,
                        target,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
            return difference;
        } finally {
            Files.deleteIfExists(unpacked);
        }
    }
}
