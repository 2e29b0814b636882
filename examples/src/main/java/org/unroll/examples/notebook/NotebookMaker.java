package org.unroll.examples.notebook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Makes notebooks of programs, and checks those that were executed: what `tools/notebooks` calls.
public final class NotebookMaker {
    private static final long MOST_BYTES = 1_500_000;

    private NotebookMaker() {}

    /// `write`, `store` or `check`, Unroll's own folder, and names such as `001`. What is written
    /// is to be executed; only then is it stored.
    public static void main(String[] arguments) {
        Path root = Path.of(arguments[1]);
        boolean good = true;
        for (String name : List.of(arguments).subList(2, arguments.length)) {
            Path file = file(root, name);
            switch (arguments[0]) {
                case "write" -> NotebookFile.write(written(root, name), cells(root, name));
                case "store" -> NotebookFile.write(file, NotebookFile.read(written(root, name)));
                case "check" -> {
                    List<String> problems = problems(root, name);
                    problems.forEach(System.err::println);
                    good &= problems.isEmpty();
                }
                default -> throw new IllegalArgumentException(arguments[0]);
            }
        }
        if (!good) {
            System.exit(1);
        }
    }

    /// Where a notebook lies.
    public static Path file(Path root, String name) {
        return root.resolve("examples/notebooks").resolve(name + ".ipynb");
    }

    private static Path written(Path root, String name) {
        return root.resolve("examples/target/jupyter").resolve(name + ".ipynb");
    }

    /// The cells that the program of a notebook gives.
    public static List<Cell> cells(Path root, String name) {
        return NotebookSource.cells(
                root.resolve("examples/src/main/java/org/unroll/examples"), name);
    }

    /// What is wrong with a notebook: cells that are not the program's, cells that failed or have
    /// not run, pictures that are missing, a file that is too large. Empty if nothing is.
    public static List<String> problems(Path root, String name) {
        List<String> problems = new ArrayList<>();
        List<Cell> stored = NotebookFile.read(file(root, name));
        if (!stored.stream().map(Cell::bare).toList().equals(cells(root, name))) {
            problems.add("the program has changed: tools/notebooks run " + name);
        }
        for (int i = 0; i < stored.size(); i++) {
            problem(stored.get(i), "cell " + (i + 1), problems);
        }
        try {
            if (problems.isEmpty()
                    && !Files.readString(file(root, name)).equals(NotebookFile.text(stored))) {
                problems.add("it is not as it was stored: tools/notebooks run " + name);
            }
            long bytes = Files.size(file(root, name));
            if (bytes > MOST_BYTES) {
                problems.add("%d bytes, more than %d".formatted(bytes, MOST_BYTES));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return problems.stream().map(problem -> name + ": " + problem).toList();
    }

    private static void problem(Cell cell, String place, List<String> problems) {
        List<Cell.Form> forms = cell.outputs().stream().map(Cell.Output::kind).toList();
        if (forms.contains(Cell.Form.OTHER)) {
            problems.add(place + " gave " + cell.outputs());
        }
        if (printsOrShows(cell, "run\\.show") && !forms.contains(Cell.Form.PICTURE)) {
            problems.add(place + " has no picture");
        }
        if (printsOrShows(cell, "IO\\.println") && !forms.contains(Cell.Form.TEXT)) {
            problems.add(place + " printed nothing");
        }
    }

    /// Whether a cell makes a call for certain: in a line of its own, not inside of anything.
    private static boolean printsOrShows(Cell cell, String method) {
        return Pattern.compile("(?m)^" + method + "\\(").matcher(cell.source()).find();
    }
}
