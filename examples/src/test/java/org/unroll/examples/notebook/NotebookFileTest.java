package org.unroll.examples.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("once")
class NotebookFileTest {
    @TempDir private Path folder;

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        List<Cell> cells =
                List.of(
                        Cell.markdown("# Ключ \"a\"\n\n\\tanh\tλ"),
                        Cell.code("IO.println(\"x\\n\");"),
                        new Cell(
                                Cell.Kind.CODE,
                                "var a = 1;",
                                List.of(
                                        new Cell.Output(Cell.Form.TEXT, "one\ntwo\n"),
                                        new Cell.Output(Cell.Form.PICTURE, "iVBORw0KGgo="))));
        Path file = folder.resolve("notebooks/900.ipynb");
        NotebookFile.write(file, cells);
        assertThat(NotebookFile.read(file)).isEqualTo(cells);

        String text = Files.readString(file);
        NotebookFile.write(file, NotebookFile.read(file));
        assertThat(Files.readString(file)).isEqualTo(text);
        assertThat(text)
                .contains("\"execution_count\": 1", "\"execution_count\": 2", "\"nbformat\": 4");
    }

    @Test
    void cellsThatHaveNotRunHaveNoCount() throws IOException {
        Path file = folder.resolve("900.ipynb");
        NotebookFile.write(file, List.of(Cell.code("f();")));
        assertThat(Files.readString(file)).contains("\"execution_count\": null");
    }

    @Test
    void whatAKernelLeavesBehindIsTold() throws IOException {
        Path file = folder.resolve("900.ipynb");
        Files.writeString(
                file,
                """
                {"cells": [{"cell_type": "code", "execution_count": 3, "metadata": {"t": 1.5},
                  "source": ["f();\\n", "g();"], "outputs": [
                    {"output_type": "stream", "name": "stdout", "text": "a\\n"},
                    {"output_type": "stream", "name": "stdout", "text": ["b\\n", "c\\n"]},
                    {"output_type": "display_data", "metadata": {}, "data":
                      {"image/png": "iVBO\\nRw0K\\n", "text/plain": ["<Image>"]}},
                    {"output_type": "stream", "name": "stderr", "text": "careful"},
                    {"output_type": "error", "ename": "Oops", "evalue": "", "traceback": []}]}],
                 "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
                """);
        Cell cell = NotebookFile.read(file).getFirst();
        assertThat(cell.source()).isEqualTo("f();\ng();");
        assertThat(cell.outputs())
                .extracting(Cell.Output::kind)
                .containsExactly(
                        Cell.Form.TEXT, Cell.Form.PICTURE, Cell.Form.OTHER, Cell.Form.OTHER);
        assertThat(cell.outputs().get(0).content()).isEqualTo("a\nb\nc\n");
        assertThat(cell.outputs().get(1).content()).isEqualTo("iVBORw0K");
    }
}
