package org.unroll.examples.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("once")
class NotebookSourceTest {
    @TempDir private Path folder;

    @Test
    void aProgramBecomesCells() throws IOException {
        write(
                "Notebook900",
                """
                package p;

                import b.B;
                import a.A;
                import org.unroll.examples.Notebook900More;

                /// # Title
                ///
                /// Text.
                public final class Notebook900 implements Program {
                    /// Ready.
                    public Notebook900() {}

                    @Override
                    public void run(Run run) {
                        first(run);
                    }

                    // %% [markdown]
                    // ## First
                    //
                    // More text.
                    // %%
                    /// A pair.
                    private record Pair(int a, int b) {
                        int sum() {
                            return a + b;
                        }
                    }

                    private static Pair first(Run run) {
                        // %%
                        var pair = new Pair(1, 2);
                        // a comment of the code
                        if (pair.a() > 0) {
                            IO.println(pair);
                        }

                        // %% [markdown]
                        // Between.
                        // %%
                        var other = Notebook900More.sum(pair);
                        return other;
                    }

                    // %%
                    private static int twice(int x) {
                        return 2 * x;
                    }

                    private static void last(Pair other) {
                        // %%
                        IO.println(other);
                        // %% [markdown]
                        // The end.
                    }
                }
                """);
        write(
                "Notebook900More",
                """
                package p;

                import c.C;

                /// Not shown.
                final class Notebook900More {
                    private Notebook900More() {}

                    static void more() {
                        // %%
                        IO.println();
                    }
                }
                """);
        assertThat(NotebookSource.cells(folder, "900"))
                .containsExactly(
                        Cell.markdown("# Title\n\nText."),
                        Cell.code(
                                """
                                import a.A;
                                import b.B;
                                import c.C;
                                import org.unroll.examples.Run;

                                var run = Run.ofNotebook("900", image -> display(image));\
                                """),
                        Cell.markdown("## First\n\nMore text."),
                        Cell.code(
                                """
                                /// A pair.
                                record Pair(int a, int b) {
                                    int sum() {
                                        return a + b;
                                    }
                                }\
                                """),
                        Cell.code(
                                """
                                var pair = new Pair(1, 2);
                                // a comment of the code
                                if (pair.a() > 0) {
                                    IO.println(pair);
                                }\
                                """),
                        Cell.markdown("Between."),
                        Cell.code("var other = sum(pair);"),
                        Cell.code("int twice(int x) {\n    return 2 * x;\n}"),
                        Cell.code("IO.println(other);"),
                        Cell.markdown("The end."),
                        Cell.code("IO.println();"));
    }

    @Test
    void whatWouldBeLostIsRefused() throws IOException {
        write("Notebook901", program("        var x = 1;", "        // %%"));
        assertRefused("901", "Notebook901.java:4: a section begins with // %%");
        write("Notebook902", program("        // %% [markdown]", "        // a", "        f();"));
        assertRefused("902", "Notebook902.java:6: expected a line that begins a cell");
        write("Notebook903", program("        // %%", "        return f(1);"));
        assertRefused("903", "Notebook903.java:5: a section hands on a variable, by its name");
    }

    private void assertRefused(String name, String message) {
        assertThatThrownBy(() -> NotebookSource.cells(folder, name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static String program(String... body) {
        return """
        /// T.
        final class X {
            static void a() {
        %s
            }
        }
        """
                .formatted(String.join("\n", List.of(body)));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name + ".java"), text);
    }
}
