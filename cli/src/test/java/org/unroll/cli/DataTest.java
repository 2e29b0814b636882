package org.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.unroll.data.TextFile;
import org.unroll.datasets.Dataset;
import org.unroll.datasets.DatasetFile;

/// What the sets really hold comes from the network, which no test has: these have a small one.
class DataTest {
    private static final byte[] CONTENT = "abies\nacer\n".getBytes(StandardCharsets.UTF_8);

    @TempDir Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path there;
    private Path to;

    @BeforeEach
    void prepare() throws IOException {
        there = Files.write(folder.resolve("some.data"), CONTENT);
        to = folder.resolve("to");
    }

    private int run(boolean terminal, List<URI> sources, String... arguments) {
        out.reset();
        err.reset();
        DatasetFile file =
                new DatasetFile(
                        "some.data",
                        CONTENT.length,
                        TextFile.sha256(CONTENT),
                        List.copyOf(sources));
        Dataset set = new Dataset("some", "Some names", "CC0", List.of(file));
        Streams plain = Cli.streams(folder, new byte[0], out, err);
        Streams streams =
                new Streams(plain.in(), plain.out(), plain.err(), terminal, plain.folder());
        int exitCode;
        try {
            exitCode =
                    CommandLines.run(
                            "data", new DataCommand(streams, List.of(set)), arguments, streams);
        } catch (RuntimeException e) {
            exitCode = ErrorLine.report(e, streams);
        }
        streams.out().flush();
        streams.err().flush();
        return exitCode;
    }

    private String shown(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }

    private static URI nobody() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return URI.create("http://127.0.0.1:%d/some.data".formatted(free.getLocalPort()));
        }
    }

    @Test
    void theFolderIsTheResultAndTheRestStandsOnStandardError() {
        assertThat(run(false, List.of(there.toUri()), "some", "--to", to.toString())).isZero();
        assertThat(shown(out)).isEqualTo(to.resolve("some") + "\n");
        assertThat(shown(err))
                .isEqualTo("some.data: 11 bytes from %s\nSome names; CC0\n".formatted(there));
        assertThat(to.resolve("some").resolve("some.data")).hasBinaryContent(CONTENT);
        assertThat(run(false, List.of(), "some", "--to", to.toString())).isZero();
        assertThat(shown(err)).startsWith("some.data: is there\n");
    }

    @Test
    void asJson() {
        run(false, List.of(), "some", "--to", to.toString(), "--from", folder.toString(), "--json");
        var result = JsonText.object(shown(out));
        assertThat(result).containsOnlyKeys("name", "description", "licence", "folder", "files");
        assertThat(result).containsEntry("folder", to.resolve("some").toString());
        assertThat(result.get("files"))
                .isEqualTo(
                        List.of(
                                Map.of(
                                        "name",
                                        "some.data",
                                        "path",
                                        to.resolve("some").resolve("some.data").toString(),
                                        "bytes",
                                        11L,
                                        "sha256",
                                        TextFile.sha256(CONTENT),
                                        "source",
                                        there.toUri().toString())));
    }

    @Test
    void aSourceThatFailedIsNamedBesideTheOneThatHelped() throws IOException {
        List<URI> sources = List.of(nobody(), there.toUri());
        assertThat(run(true, sources, "some", "--to", to.toString())).isZero();
        assertThat(shown(err))
                .startsWith("some.data: 11 bytes from %s (127.0.0.1:".formatted(there))
                .contains(" cannot be reached)\n");
    }

    @Test
    void withoutANetworkOneLineSaysWhatToDo() throws IOException {
        assertThat(run(false, List.of(nobody()), "some", "--to", to.toString()))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(shown(out)).isEmpty();
        assertThat(shown(err).lines())
                .singleElement()
                .asString()
                .startsWith("unroll: some.data cannot be had: 127.0.0.1:")
                .endsWith("type 'unroll data some --from FOLDER'");
    }

    @Test
    void aFolderWithoutTheFilesAndAFileInTheWayAreNamed() {
        assertThat(run(false, List.of(), "some", "--from", to.toString()))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(shown(err)).isEqualTo("unroll: %s: no such folder\n".formatted(to));
        assertThat(run(false, List.of(), "some", "--to", there.toString()))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(shown(err))
                .isEqualTo(
                        "unroll: expected a folder for --to but %s is a file\n".formatted(there));
    }
}
