package org.unroll.examples.notebook;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;

/// Runs the code cells of notebooks in the JDK's own shell: what a kernel does, without Jupyter.
/// What they print goes to standard output; pictures are drawn and dropped.
public final class ShellRunner {
    private ShellRunner() {}

    /// Runs notebooks one after the other, each in a shell of its own. Ends with 1 at the first
    /// cell that fails.
    ///
    /// @param files of notebooks
    public static void main(String[] files) {
        System.setProperty("java.awt.headless", "true");
        for (String file : files) {
            try {
                run(NotebookFile.read(Path.of(file)));
            } catch (IllegalStateException e) {
                System.err.println(file + ": " + e.getMessage());
                System.exit(1);
            }
        }
    }

    /// Runs the code cells in a new shell.
    ///
    /// @throws IllegalStateException names the first cell that fails or ends in a value
    static void run(List<Cell> cells) {
        try (JShell shell = shell()) {
            run(shell, cells);
        }
    }

    private static JShell shell() {
        JShell shell =
                JShell.builder()
                        .executionEngine("local")
                        .compilerOptions(
                                "--class-path",
                                System.getProperty("java.class.path"),
                                "-Xlint:none")
                        .build();
        eval(shell, "void display(java.awt.image.BufferedImage image) {}", "the shell");
        return shell;
    }

    private static void run(JShell shell, List<Cell> cells) {
        for (int i = 0; i < cells.size(); i++) {
            if (cells.get(i).kind() == Cell.Kind.CODE) {
                String place = "cell %d".formatted(i + 1);
                String rest = cells.get(i).source();
                while (!rest.isBlank()) {
                    SourceCodeAnalysis.CompletionInfo next =
                            shell.sourceCodeAnalysis().analyzeCompletion(rest);
                    if (!next.completeness().isComplete()) {
                        throw new IllegalStateException(place + " ends early");
                    }
                    Snippet snippet = eval(shell, next.source(), place);
                    rest = next.remaining();
                    if (rest.isBlank() && isValue(snippet)) {
                        throw new IllegalStateException(
                                place + " ends in a value, which a kernel would show");
                    }
                }
            }
        }
    }

    /// An expression whose value nothing names: JShell makes a variable for most of them.
    private static boolean isValue(Snippet snippet) {
        return snippet.kind() == Snippet.Kind.EXPRESSION
                || snippet.subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
    }

    private static Snippet eval(JShell shell, String source, String place) {
        List<SnippetEvent> events = shell.eval(source);
        for (SnippetEvent event : events) {
            if (event.causeSnippet() != null) {
                continue; // told by the snippet itself
            }
            if (event.status() != Snippet.Status.VALID) {
                throw new IllegalStateException(
                        "%s: %s%n%s%n%s"
                                .formatted(
                                        place,
                                        event.status().name().toLowerCase(Locale.ROOT),
                                        source.strip(),
                                        diagnostics(shell, event.snippet())));
            }
            if (event.exception() != null) {
                throw new IllegalStateException(
                        place + ": " + event.exception() + "\n" + source.strip(),
                        event.exception());
            }
        }
        return events.getFirst().snippet();
    }

    private static String diagnostics(JShell shell, Snippet snippet) {
        String errors =
                shell.diagnostics(snippet)
                        .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
                        .collect(Collectors.joining("\n"));
        if (errors.isEmpty() && snippet instanceof DeclarationSnippet declaration) {
            return shell.unresolvedDependencies(declaration)
                    .collect(Collectors.joining(", ", "unknown: ", ""));
        }
        return errors;
    }
}
