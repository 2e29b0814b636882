package org.unroll.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unroll.data.InputException;
import org.unroll.data.TextFile;
import org.unroll.datasets.FileServer.Manner;

class DatasetStoreTest {
    @TempDir Path folder;

    private final byte[] content = new byte[300_000];
    private final List<String> heard = new ArrayList<>();
    private FileServer server;
    private DatasetStore store;

    private final FetchListener listener =
            new FetchListener() {
                @Override
                public void failed(DatasetFile file, URI source, String reason) {
                    heard.add(reason);
                }

                @Override
                public void done(DatasetFile file, URI source, Path stored) {
                    heard.add("done");
                }
            };

    @BeforeEach
    void start() throws IOException {
        new Random(1).nextBytes(content);
        server = new FileServer();
        store = DatasetStore.at(folder.resolve("store"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Dataset set(URI... sources) {
        return set("some.data", content, sources);
    }

    private static Dataset set(String file, byte[] content, URI... sources) {
        return new Dataset(
                "some",
                "Some data",
                "CC0",
                List.of(
                        new DatasetFile(
                                file, content.length, TextFile.sha256(content), List.of(sources))));
    }

    private void assertFetched(Dataset set) throws IOException {
        Path place = store.fetch(set, listener);
        assertThat(place).isEqualTo(folder.resolve("store").resolve("some"));
        assertThat(place.resolve("some.data")).hasBinaryContent(content);
        assertThat(left()).containsExactly("some.data");
        assertThat(heard).endsWith("done");
    }

    /// The files in the set's folder, without the one that is locked.
    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("store").resolve("some"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals(".lock"))
                    .toList();
        }
    }

    @Test
    void fetchesOnceAndKeeps() throws IOException {
        Dataset set = set(server.put("a/some.data", content));
        assertThat(store.find(set)).isEmpty();
        assertFetched(set);
        assertFetched(set);
        assertThat(store.find(set)).contains(store.get(set));
        assertThat(server.requests).containsExactly("/a/some.data");
    }

    @Test
    void unpacksWhatIsCompressed() throws IOException {
        assertFetched(set(server.put("some.data.gz", Gzip.of(content))));
    }

    @Test
    void aConnectionThatBreaksIsTakenUpAgain() throws IOException {
        URI source = server.put("some.data", content);
        server.manner = Manner.CUT_OFF;
        FetchListener recovering =
                new FetchListener() {
                    @Override
                    public void progress(DatasetFile file, URI from, long received, long total) {
                        server.manner = Manner.GOOD;
                        assertThat(total).isEqualTo(content.length);
                    }
                };
        Path place = store.fetch(set(source), recovering);
        assertThat(place.resolve("some.data")).hasBinaryContent(content);
        assertThat(server.requests).containsExactly("/some.data", "/some.data bytes=150000-");
    }

    /// Five times, each half of the rest: not enough for the whole file.
    private void fetchInVain(URI source) throws IOException {
        server.manner = Manner.CUT_OFF;
        assertThatThrownBy(() -> store.fetch(set(source), listener))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cut off after");
        assertThat(server.requests).hasSize(5);
        assertThat(left()).singleElement().asString().startsWith("some.data.").endsWith(".part");
        server.requests.clear();
    }

    @Test
    void anInterruptedStartGoesOnWhereItStopped() throws IOException {
        URI source = server.put("some.data", content);
        fetchInVain(source);
        server.manner = Manner.GOOD;
        assertFetched(set(source));
        int had = content.length - content.length / 32;
        assertThat(server.requests).containsExactly("/some.data bytes=" + had + "-");
    }

    @Test
    void aServerThatKnowsNoPartsSendsTheWhole() throws IOException {
        URI source = server.put("some.data", content);
        fetchInVain(source);
        server.manner = Manner.WHOLE_ALWAYS;
        assertFetched(set(source));
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void aBeginningThatNoLongerFitsIsFetchedAnew() throws IOException {
        byte[] old = content.clone();
        old[0]++;
        URI source = server.put("some.data", old);
        fetchInVain(source);
        server.put("some.data", content);
        server.manner = Manner.GOOD;
        assertFetched(set(source));
        assertThat(server.requests).hasSize(2).last().isEqualTo("/some.data");
    }

    @Test
    void aPartThatWasWholeIsEnough() throws IOException {
        URI source = server.put("some.data", content);
        fetchInVain(source);
        Path part = folder.resolve("store").resolve("some").resolve(left().getFirst());
        Files.write(part, content);
        server.manner = Manner.GOOD;
        assertFetched(set(source));
    }

    @Test
    void whatComesFromOneSourceIsNotContinuedFromAnother() throws IOException {
        URI cut = server.put("some.data", content);
        fetchInVain(cut);
        server.manner = Manner.GOOD;
        URI packed = server.put("other/some.data.gz", Gzip.of(content));
        Path place = store.fetch(set(packed), listener);
        assertThat(place.resolve("some.data")).hasBinaryContent(content);
        assertThat(server.requests).containsExactly("/other/some.data.gz");
    }

    @Test
    void anotherPartThanAskedForIsNotAppended() throws IOException {
        URI source = server.put("some.data", content);
        fetchInVain(source);
        server.manner = Manner.OTHER_PART;
        assertThatThrownBy(() -> store.fetch(set(source), listener))
                .hasMessageContaining("another part than it was asked for");
        assertThat(left()).isEmpty();
    }

    @Test
    void aSourceThatFailsMakesRoomForTheNext() throws IOException {
        byte[] other = content.clone();
        other[7]++;
        Dataset set =
                set(
                        FileServer.nobody("some.data"),
                        server.uri("missing"),
                        server.put("altered", other),
                        server.put("short", new byte[5]),
                        server.put("long", new byte[content.length + 1]),
                        server.put("some.data", content));
        assertFetched(set);
        assertThat(heard)
                .satisfiesExactly(
                        reason -> assertThat(reason).isEqualTo("cannot be reached"),
                        reason -> assertThat(reason).isEqualTo("HTTP status 404"),
                        reason ->
                                assertThat(reason)
                                        .startsWith("has other content: SHA-256 ")
                                        .endsWith(" instead of " + TextFile.sha256(content)),
                        reason -> assertThat(reason).startsWith("has other content"),
                        reason -> assertThat(reason).startsWith("is larger than the 300,000 bytes"),
                        reason -> assertThat(reason).isEqualTo("done"));
    }

    @Test
    void damagedCompressionIsNoticed() throws IOException {
        byte[] packed = Gzip.of(content);
        byte[] cut = java.util.Arrays.copyOf(packed, packed.length / 2);
        Dataset set = set(server.put("cut.gz", cut), server.put("some.data.gz", packed));
        assertFetched(set);
        assertThat(heard).containsExactly("is cut off", "done");
    }

    @Test
    void withoutANetworkOneLineSaysWhatToDo() throws IOException {
        Dataset set = set(FileServer.nobody("some.data"), FileServer.nobody("some.data"));
        assertThatThrownBy(() -> store.fetch(set, listener))
                .isInstanceOf(InputException.class)
                .hasMessageMatching(
                        "some\\.data cannot be had: 127\\.0\\.0\\.1:\\d+ cannot be reached;"
                                + " 127\\.0\\.0\\.1:\\d+ cannot be reached; without a network put"
                                + " some\\.data, plain or \\.gz, into a folder and type"
                                + " 'unroll data some --from FOLDER'");
        assertThat(left()).isEmpty();
    }

    @Test
    void aServerThatDoesNotAnswerIsLeft() {
        server.manner = Manner.SILENT;
        Dataset set = set(server.put("some.data", content));
        assertThatThrownBy(() -> store.withTimeout(300).fetch(set, listener))
                .hasMessageContaining("does not answer");
    }

    @Test
    void aServerThatDoesNotEndIsLeft() throws IOException {
        server.manner = Manner.ENDLESS;
        Dataset set = set(server.put("some.data", content));
        assertThatThrownBy(() -> store.fetch(set, listener))
                .hasMessageContaining("far more than the file");
        assertThat(left()).isEmpty();
    }

    @Test
    void aDamagedFileIsFetchedAnew() throws IOException {
        Dataset set = set(server.put("some.data", content));
        Path file = store.fetch(set, listener).resolve("some.data");
        Files.write(file, new byte[3]);
        assertFetched(set);
        assertThat(server.requests).hasSize(2);
    }

    @Test
    void twoAtOnceFetchOnce() throws IOException, InterruptedException, ExecutionException {
        Dataset set = set(server.put("some.data", content));
        try (ExecutorService two = Executors.newFixedThreadPool(2)) {
            Future<Path> one = two.submit(() -> store.fetch(set, FetchListener.SILENT));
            Future<Path> other = two.submit(() -> store.fetch(set, FetchListener.SILENT));
            assertThat(one.get()).isEqualTo(other.get());
        }
        assertThat(store.get(set).resolve("some.data")).hasBinaryContent(content);
        assertThat(server.requests).hasSize(1);
    }

    @Test
    void anotherAddressIsAskedForBothForms() throws IOException {
        server.put("plain/some.data", content);
        Dataset set = set(FileServer.nobody("some.data.gz")).from(server.uri("plain"));
        assertFetched(set);
        assertThat(server.requests).containsExactly("/plain/some.data.gz", "/plain/some.data");
        Files.delete(store.get(set).resolve("some.data"));
        server.requests.clear();
        server.put("packed/some.data.gz", Gzip.of(content));
        assertFetched(set(FileServer.nobody("some.data")).from(server.uri("packed/")));
        assertThat(server.requests).containsExactly("/packed/some.data", "/packed/some.data.gz");
        assertThatThrownBy(() -> set.from(URI.create("ftp://host/folder")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("'ftp://host/folder'");
    }

    @Test
    void aFolderGivesPlainAndCompressedFiles() throws IOException {
        Path stick = Files.createDirectories(folder.resolve("stick"));
        Path packed = Files.write(stick.resolve("some.data.gz"), Gzip.of(content));
        assertFetched(set().from(stick));
        Files.delete(store.get(set()).resolve("some.data"));
        Files.move(packed, Files.createDirectories(stick.resolve("some")).resolve("some.data.gz"));
        assertFetched(set().from(stick));
        assertThat(server.requests).isEmpty();
    }

    @Test
    void aFolderIsCheckedToo() throws IOException {
        assertThatThrownBy(() -> set().from(folder))
                .hasMessage(folder + ": neither some.data nor some.data.gz is there");
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> set().from(missing)).hasMessage(missing + ": no such folder");
        Path wrong = Files.write(folder.resolve("some.data"), new byte[1]);
        Dataset set = set().from(folder);
        assertThatThrownBy(() -> store.fetch(set, listener))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(
                        "some.data cannot be had: " + wrong + " has other content: SHA-256 ")
                .hasMessageEndingWith(" instead of " + TextFile.sha256(content));
    }

    @Test
    void filesAreFoundInBothPlacesAndFormsThatCanBeRead() throws IOException {
        Path place = Files.createDirectories(folder.resolve("store"));
        Dataset digits = set("a-idx1-ubyte", content);
        Files.write(place.resolve("a-idx1-ubyte.gz"), Gzip.of(content));
        assertThat(store.find(digits)).contains(place);
        assertThat(store.fetch(digits, listener)).isEqualTo(place);
        Files.write(place.resolve("some.data.gz"), Gzip.of(content));
        assertThat(store.find(set())).as("a text is not read compressed").isEmpty();
        assertThatThrownBy(() -> store.get(set()))
                .isInstanceOf(InputException.class)
                .hasMessage(place + ": no some there; 'unroll data some' fetches it");
    }

    @Test
    void whatIsGotIsChecked() throws IOException {
        Path place = Files.createDirectories(folder.resolve("store"));
        Path file = Files.write(place.resolve("some.data"), content);
        assertThat(store.get(set())).isEqualTo(place);
        Files.write(file, new byte[] {1, 2, 3});
        assertThatThrownBy(() -> store.get(set()))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(file + " has other content: SHA-256 ")
                .hasMessageEndingWith("; 'unroll data some' fetches it");
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws IOException {
        Path place = folder.resolve("store");
        Files.createFile(place);
        Dataset set = set(server.put("some.data", content));
        assertThatThrownBy(() -> store.fetch(set, listener))
                .isInstanceOf(InputException.class)
                .hasMessageStartingWith(place.resolve("some") + ": cannot be written: ");
    }

    @Test
    void theUsersFolderFollowsTheEnvironment() {
        assertThat(DatasetStore.standardFolder(Map.of(), "/home/me", "Linux"))
                .isEqualTo(Path.of("/home/me/.cache/unroll"));
        assertThat(DatasetStore.standardFolder(Map.of("UNROLL_DATA", "d"), "/home/me", "Linux"))
                .isEqualTo(Path.of("d"));
        assertThat(DatasetStore.standardFolder(Map.of("UNROLL_DATA", ""), "/home/me", "Linux"))
                .isEqualTo(Path.of("/home/me/.cache/unroll"));
        Path caches = folder.toAbsolutePath();
        Map<String, String> both =
                Map.of("XDG_CACHE_HOME", caches.toString(), "LOCALAPPDATA", caches + "2");
        assertThat(DatasetStore.standardFolder(both, "/home/me", "Linux"))
                .isEqualTo(caches.resolve("unroll"));
        assertThat(DatasetStore.standardFolder(both, "/home/me", "Windows 11"))
                .isEqualTo(Path.of(caches + "2").resolve("unroll"));
        assertThat(
                        DatasetStore.standardFolder(
                                Map.of("XDG_CACHE_HOME", "relative"), "/home/me", "Linux"))
                .isEqualTo(Path.of("/home/me/.cache/unroll"));
    }
}
