package org.unroll.testkit.parity;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.unroll.tensor.DType;
import org.unroll.testkit.Golden;

/// Compares random configurations with an installed PyTorch: the entry of `tools/parity`.
public final class Parity {
    private static final List<DType> TYPES = List.of(DType.FLOAT64, DType.FLOAT32);
    private static final Comparator<Difference> BY_ERROR =
            Comparator.comparingDouble(Difference::error);

    private final ParityOptions options;
    private final PrintStream out;
    private final List<Difference> all = new ArrayList<>();
    private int tooLarge;

    private Parity(ParityOptions options, PrintStream out) {
        this.options = options;
        this.out = out;
    }

    /// Ends with 1 if something is past its tolerance, with 2 if nothing could be compared.
    public static void main(String[] arguments) throws IOException {
        Path root = Path.of(System.getProperty("unroll.root", "."));
        int code = run(arguments, root, Python.withPyTorch(), System.out, System.err);
        if (code != 0) {
            System.exit(code);
        }
    }

    /// Compares, and prints what came of it.
    ///
    /// @param root the folder of the whole project
    /// @return what the process should end with
    static int run(
            String[] arguments,
            Path root,
            Optional<Python> python,
            PrintStream out,
            PrintStream errors)
            throws IOException {
        ParityOptions options;
        try {
            options = ParityOptions.parse(arguments);
        } catch (IllegalArgumentException wrong) {
            errors.println("tools/parity: " + wrong.getMessage());
            return 2;
        }
        if (python.isEmpty()) {
            errors.println(
                    "tools/parity compares with PyTorch, and no python3 with torch and numpy was"
                            + " found (Debian: apt-get install python3-torch; another one: set"
                            + " UNROLL_PYTHON)");
            return 2;
        }
        return new Parity(options, out).run(root, python.get()) ? 0 : 1;
    }

    /// Whether everything is within its tolerance.
    private boolean run(Path root, Python python) throws IOException {
        Path folder = Files.createTempDirectory("unroll-parity");
        try {
            List<String> arguments = new ArrayList<>(options.forPython());
            arguments.add(folder.toString());
            String printed =
                    python.run(
                            root.resolve("tools").resolve("golden").resolve("parity.py"),
                            arguments.toArray(String[]::new));
            List<Path> files = files(folder);
            files.forEach(this::compare);
            out.println(
                    "%d configurations, seed %d, PyTorch %s: worst relative difference %s"
                            .formatted(files.size(), options.seed(), version(printed), worst()));
        } finally {
            delete(folder);
        }
        return tooLarge == 0;
    }

    /// The script's last line; before it there may be warnings.
    private static String version(String printed) {
        return printed.lines().toList().getLast();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("parity"))) {
            return files.sorted(Comparator.comparingInt(Parity::number)).toList();
        }
    }

    private static int number(Path file) {
        return Integer.parseInt(file.getFileName().toString().replace(".safetensors", ""));
    }

    private void compare(Path file) {
        Golden golden = Golden.read(file);
        List<Difference> differences = new ArrayList<>();
        for (DType type : TYPES) {
            try {
                differences.addAll(
                        Difference.of(golden, type, RecurrentCase.of(golden, type).results()));
            } catch (RuntimeException failure) {
                throw new IllegalStateException(description(golden), failure);
            }
        }
        all.addAll(differences);
        List<Difference> wrong = differences.stream().filter(Difference::isTooLarge).toList();
        if (!wrong.isEmpty()) {
            tooLarge++;
            report(golden, wrong);
        }
    }

    private void report(Golden golden, List<Difference> wrong) {
        Difference worst = Collections.max(wrong, BY_ERROR);
        out.println(
                "%s: %d results of %d are off, most of all %s in %s, by %.2g (tolerance %.2g)"
                        .formatted(
                                description(golden),
                                wrong.size(),
                                TYPES.size() * golden.results().size(),
                                worst.result(),
                                worst.type(),
                                worst.error(),
                                worst.tolerance()));
    }

    private String description(Golden golden) {
        String said =
                new TreeSet<>(golden.options())
                        .stream()
                                .map(option -> option + " " + golden.text(option))
                                .collect(Collectors.joining(", "));
        return "--seed %d --only %s (%s%s)"
                .formatted(
                        options.seed(),
                        golden.name(),
                        said,
                        golden.gives("lengths") ? ", lengths" : "");
    }

    private String worst() {
        return TYPES.stream()
                .map(type ->
                        all.stream()
                                .filter(difference -> difference.type() == type)
                                .max(BY_ERROR)
                                .map(difference ->
                                        "%.2g in %s (%s of configuration %s; tolerance %.2g)"
                                                .formatted(
                                                        difference.error(),
                                                        type,
                                                        difference.result(),
                                                        difference.name(),
                                                        difference.tolerance()))
                                .orElse("unknown"))
                .collect(Collectors.joining(", "));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> inside = Files.walk(folder)) {
            inside.sorted(Comparator.reverseOrder())
                    .forEach(path -> {
                        try {
                            Files.delete(path);
                        } catch (IOException failure) {
                            throw new UncheckedIOException(failure);
                        }
                    });
        }
    }
}
