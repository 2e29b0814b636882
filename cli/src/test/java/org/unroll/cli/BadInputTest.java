package org.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What users get wrong: one line that says what and where, exit code 1, and nothing left behind.
class BadInputTest {
    @TempDir Path folder;

    private Path out;

    @BeforeEach
    void prepare() {
        out = folder.resolve("out.safetensors");
    }

    @Test
    void missingFile() throws IOException {
        Path none = folder.resolve("none.txt");
        refused("none.txt", TinyData.trainText(none, out));
        refused("none.txt", TinyData.trainClasses(none, out));
        refused("none.txt", "generate", none.toString());
        refused("none.txt", "classify", none.toString(), "Мурка");
        refused("none.txt", "inspect", none.toString());
        refused("none.txt", "evaluate", none.toString(), none.toString());
    }

    @Test
    void folderForAFile() throws IOException {
        refused(folder.toString(), TinyData.trainText(folder, out));
        refused(folder.toString(), TinyData.trainClasses(folder, out));
        refused(folder.toString(), "generate", folder.toString());
    }

    @Test
    void emptyFile() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.csv"));
        refused("empty.csv", TinyData.trainText(empty, out));
        refused("empty.csv", TinyData.trainClasses(empty, out));
        refused("empty.csv", "inspect", empty.toString());
        Path header = Files.writeString(folder.resolve("header.csv"), "имя,класс\n");
        refused("header.csv", TinyData.trainClasses(header, out));
    }

    @Test
    void textShorterThanASequence() throws IOException {
        Path text = Files.writeString(folder.resolve("short.txt"), "abc");
        refused("", TinyData.trainText(text, out));
    }

    @Test
    void wrongColumn() throws IOException {
        Path pets = TinyData.pets(folder);
        refused(
                "имя",
                "train",
                "classes",
                pets.toString(),
                "--text",
                "name",
                "--label",
                "класс",
                "--out",
                out.toString());
        refused(
                "класс",
                "train",
                "classes",
                pets.toString(),
                "--text",
                "имя",
                "--label",
                "class",
                "--out",
                out.toString());
        refused("column 7", TinyData.trainText(pets, out, "--column", "7"));
    }

    @Test
    void raggedTable() throws IOException {
        Path ragged =
                Files.writeString(folder.resolve("ragged.csv"), "имя,класс\nМурка,кошка\nРекс\n");
        refused("ragged.csv", TinyData.trainClasses(ragged, out));
    }

    @Test
    void oneClassOnly() throws IOException {
        Path cats =
                Files.writeString(
                        folder.resolve("cats.csv"), "имя,класс\nМурка,кошка\nМуся,кошка\n");
        refused("кошка", TinyData.trainClasses(cats, out));
    }

    @Test
    void notUtf8() throws IOException {
        byte[] latin = "имя,класс\n".getBytes(StandardCharsets.UTF_8);
        byte[] bytes = Arrays.copyOf(latin, latin.length + 3);
        bytes[latin.length] = (byte) 0xE9;
        bytes[latin.length + 1] = ',';
        bytes[latin.length + 2] = 'a';
        Path file = Files.write(folder.resolve("latin.csv"), bytes);
        refused("UTF-8", TinyData.trainText(file, out));
        refused("UTF-8", TinyData.trainClasses(file, out));
        Path model = TinyData.classifier(folder);
        Cli typed =
                Cli.runWithInput(
                        folder, new byte[] {(byte) 0xE9, '\n'}, "classify", model.toString());
        assertThat(typed.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(typed.errLines()).singleElement().asString().contains("UTF-8");
    }

    @Test
    void standardInputThatCannotBeRead() throws IOException {
        InputLines lines =
                new InputLines(
                        new InputStream() {
                            @Override
                            public int read() throws IOException {
                                throw new IOException("Is a directory");
                            }

                            @Override
                            public int read(byte[] into, int from, int count) throws IOException {
                                throw new IOException("Is a directory");
                            }
                        });
        assertThatThrownBy(lines::next).hasMessage("standard input cannot be read: Is a directory");
    }

    @Test
    void corruptModel() throws IOException {
        Path good = TinyData.textModel(folder);
        byte[] bytes = Files.readAllBytes(good);
        Path cut =
                Files.write(
                        folder.resolve("cut.safetensors"), Arrays.copyOf(bytes, bytes.length - 9));
        byte[] flipped = bytes.clone();
        flipped[bytes.length - 20] ^= 0x10;
        Path altered = Files.write(folder.resolve("altered.safetensors"), flipped);
        Path noise =
                Files.writeString(
                        folder.resolve("noise.safetensors"), "no model at all, just words");
        for (Path bad : List.of(cut, altered, noise)) {
            String name = String.valueOf(bad.getFileName());
            refused(name, "generate", bad.toString());
            refused(name, "inspect", bad.toString());
            refused(name, "classify", bad.toString(), "a");
        }
    }

    @Test
    void modelOfTheWrongTask() throws IOException {
        Path text = TinyData.textModel(folder);
        Path classes = TinyData.classifier(folder);
        refused("classes.safetensors", "generate", classes.toString());
        refused("text.safetensors", "classify", text.toString(), "Мурка");
        refused(
                "text.safetensors",
                "evaluate",
                text.toString(),
                folder.resolve("pets.csv").toString());
    }

    @Test
    void outputThatCannotBeWrittenIsFoundBeforeTraining() throws IOException {
        Path names = TinyData.names(folder);
        refused(
                "does not exist",
                TinyData.trainText(names, folder.resolve("none/out.safetensors")));
        refused("is a file", TinyData.trainText(names, names.resolve("out.safetensors")));
        refused(
                "is a file",
                TinyData.trainText(names, out, "--plots", names.resolve("plots").toString()));
    }

    @Test
    void nothingButOurOwnFilesIsReplaced() throws IOException {
        Path names = TinyData.names(folder);
        Path notes = Files.writeString(folder.resolve("notes.txt"), "buy milk, and more milk");
        Path foreign = folder.resolve("out.last.safetensors");
        Path link = Files.createSymbolicLink(folder.resolve("link"), names);
        notReplaced("choose another --out", TinyData.trainText(names, names));
        notReplaced("choose another --out", TinyData.trainText(names, link));
        notReplaced("notes.txt exists and is no Unroll model", TinyData.trainText(names, notes));
        notReplaced("is a folder", TinyData.trainText(names, folder));
        if (Files.exists(Path.of("/dev/null"))) {
            notReplaced("is a device", TinyData.trainText(names, Path.of("/dev/null")));
        }
        Files.writeString(foreign, "{}");
        notReplaced("out.last.safetensors exists", TinyData.trainText(names, out));
        Files.writeString(folder.resolve("pets.safetensors"), "by another program");
        notReplaced("pets.safetensors exists", "demo");
        Path model = TinyData.textModel(folder);
        Cli again = Cli.run(folder, TinyData.trainText(names, model, "--iterations", "1"));
        assertThat(again.exitCode()).as(again.err()).isZero();
    }

    private void notReplaced(String expected, String... arguments) throws IOException {
        refused(ExitCode.USAGE, expected, arguments);
    }

    @Test
    void resumingWithoutACheckpoint() throws IOException {
        refused("", TinyData.trainText(TinyData.names(folder), out, "--resume"));
    }

    @Test
    void prefixThatTheModelCannotRead() throws IOException {
        Path model = TinyData.textModel(folder);
        refused("Ж", "generate", model.toString(), "--prefix", "Ж");
    }

    @Test
    void nothingToClassify() throws IOException {
        refused("", "classify", TinyData.classifier(folder).toString(), "");
    }

    private void refused(String expected, String... arguments) throws IOException {
        refused(ExitCode.FAILURE, expected, arguments);
    }

    private void refused(int exitCode, String expected, String... arguments) throws IOException {
        List<Path> before = files();
        Cli result = Cli.run(folder, arguments);
        assertThat(result.exitCode()).isEqualTo(exitCode);
        assertThat(result.out()).isEmpty();
        assertThat(result.errLines())
                .singleElement()
                .asString()
                .startsWith("unroll: ")
                .contains(expected)
                .doesNotContain("Exception", "internal error");
        assertThat(files()).isEqualTo(before);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }
}
