package org.unroll.examples.notebook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Reads the cells of a notebook out of its program.
///
/// The program is plain Java in the percent format that editors know. Its class comment is the
/// first cell. `// %% [markdown]` begins a cell of text, made of the comment lines that follow. `//
/// %%` begins a cell of code. Static methods are sections: cells come one after the other in their
/// bodies, and the method around them is left out. A section may hand on a variable by a `return`
/// in its last line; the method that takes it must call it by the same name. Between methods, `//
/// %%` makes one cell of the whole member that follows. What is neither static nor marked, such as
/// `run`, stays in the program.
///
/// A long program continues in files whose names begin alike, in the order of the alphabet:
/// `Notebook001Layers.java` after `Notebook001.java`. What one file takes from another is called by
/// its bare name in the notebook.
public final class NotebookSource {
    private static final String MARKDOWN = "// %% [markdown]";
    private static final String CODE = "// %%";
    private static final String MEMBER = "    ";
    private static final String BODY = "        ";
    private static final Pattern OUTER_NAME = Pattern.compile("\\bNotebook\\d+\\w*\\.");
    private static final Pattern MODIFIERS =
            Pattern.compile("(?m)\\A((?: *(?:///|@).*\n)*)(?:private |static |final )+");

    private final List<Cell> cells = new ArrayList<>();
    private final SortedSet<String> imports = new TreeSet<>();
    private final Path file;
    private final List<String> lines;
    private int at;

    private NotebookSource(Path file) throws IOException {
        this.file = file;
        this.lines = Files.readAllLines(file);
    }

    /// The cells of a notebook, without outputs.
    ///
    /// @param folder of the programs
    /// @param name such as `001`
    /// @throws IllegalArgumentException names the line that does not fit the format
    public static List<Cell> cells(Path folder, String name) {
        SortedSet<String> imports = new TreeSet<>();
        imports.add("import org.unroll.examples.Run;");
        List<Cell> cells = new ArrayList<>();
        for (Path file : files(folder, name)) {
            try {
                NotebookSource source = new NotebookSource(file);
                source.read();
                imports.addAll(source.imports);
                cells.addAll(cells.isEmpty() ? source.cells : tail(source.cells));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        String start = "var run = Run.ofNotebook(\"%s\", image -> display(image));".formatted(name);
        cells.add(1, Cell.code(String.join("\n", imports) + "\n\n" + start));
        return List.copyOf(cells);
    }

    private static List<Path> files(Path folder, String name) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.getFileName().toString().endsWith(".java"))
                    .filter(file -> file.getFileName().toString().startsWith("Notebook" + name))
                    .sorted((a, b) -> bare(a).compareTo(bare(b)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String bare(Path file) {
        return file.getFileName().toString().replaceFirst("\\.java$", "");
    }

    private static List<Cell> tail(List<Cell> cells) {
        return cells.subList(1, cells.size());
    }

    private void read() {
        List<String> comment = new ArrayList<>();
        while (!line().matches("(public )?final class .*")) {
            boolean ofNotebook = line().startsWith("import org.unroll.examples.Notebook");
            if (line().startsWith("import ") && !ofNotebook) {
                imports.add(line());
            }
            if (line().startsWith("///")) {
                comment.add(line().replaceFirst("^/// ?", ""));
            }
            at++;
        }
        add(Cell.Kind.MARKDOWN, comment);
        at++;
        while (!line().equals("}")) {
            String line = line();
            if (line.equals(MEMBER + MARKDOWN)) {
                at++;
                add(Cell.Kind.MARKDOWN, comments(MEMBER));
            } else if (line.equals(MEMBER + CODE)) {
                at++;
                add(Cell.Kind.CODE, member());
            } else if (line.isBlank() || line.startsWith(MEMBER + "//")) {
                at++;
            } else if (isMethod(line)) {
                section();
            } else {
                member();
            }
        }
    }

    private static boolean isMethod(String line) {
        return line.matches("    ((private|public) )?static [^=;]*\\(.*");
    }

    /// The lines of a comment, without their slashes, up to the next marker or what is no comment.
    private List<String> comments(String indent) {
        List<String> text = new ArrayList<>();
        while (line().startsWith(indent + "//") && !line().startsWith(indent + CODE)) {
            text.add(line().substring(indent.length()).replaceFirst("^// ?", ""));
            at++;
        }
        return text;
    }

    /// A whole member of the class, moved to the left.
    private List<String> member() {
        List<String> text = new ArrayList<>();
        while (true) {
            String line = line();
            text.add(line.startsWith(MEMBER) ? line.substring(MEMBER.length()) : line);
            at++;
            boolean own = line.startsWith(MEMBER) && !line.startsWith(MEMBER + " ");
            if (own && line.matches("    (}|[^/@].*(\\{}|;))")) {
                return text;
            }
        }
    }

    /// The cells of a method's body.
    private void section() {
        while (!line().endsWith("{")) {
            at++;
        }
        at++;
        if (!line().startsWith(BODY + CODE)) {
            throw problem("a section begins with " + CODE);
        }
        while (!line().equals(MEMBER + "}")) {
            boolean text = line().equals(BODY + MARKDOWN);
            if (!text && !line().equals(BODY + CODE)) {
                throw problem("expected a line that begins a cell");
            }
            at++;
            add(text ? Cell.Kind.MARKDOWN : Cell.Kind.CODE, text ? comments(BODY) : code());
            while (text && (line().isBlank() || line().matches(BODY + "return \\w+;"))) {
                at++;
            }
        }
        at++;
    }

    private List<String> code() {
        List<String> text = new ArrayList<>();
        while (!line().startsWith(BODY + CODE) && !line().equals(MEMBER + "}")) {
            if (!line().matches(BODY + "return \\w+;")) {
                if (line().startsWith(BODY + "return")) {
                    throw problem("a section hands on a variable, by its name");
                }
                text.add(line().startsWith(BODY) ? line().substring(BODY.length()) : line());
            }
            at++;
        }
        return text;
    }

    private void add(Cell.Kind kind, List<String> text) {
        String source = String.join("\n", text).strip();
        if (kind == Cell.Kind.CODE) {
            source =
                    OUTER_NAME.matcher(MODIFIERS.matcher(source).replaceFirst("$1")).replaceAll("");
        }
        if (!source.isEmpty() || cells.isEmpty()) {
            cells.add(new Cell(kind, source, List.of()));
        }
    }

    private String line() {
        if (at == lines.size()) {
            throw problem("the class does not end");
        }
        return lines.get(at);
    }

    private IllegalArgumentException problem(String what) {
        return new IllegalArgumentException(
                "%s:%d: %s".formatted(file.getFileName(), at + 1, what));
    }
}
