package org.unroll.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The sources that Java blocks of pages are parts of: whole lines one after the other, but for
/// their indentation.
final class Snippets {
    private static final List<Path> FOLDERS =
            List.of(Path.of("src/consumer"), Path.of("src/main/java"));

    private Snippets() {}

    /// The first source that contains the block.
    static Optional<Path> sourceOf(String block) {
        String wanted = block.stripTrailing().stripIndent();
        return sources()
                .filter(file -> indented(block, read(file)).anyMatch(wanted::equals))
                .findFirst();
    }

    /// The example's name on the command line: `own-cell` for `OwnCell.java`, `004` for
    /// `Notebook004.java` and `Notebook004Pets.java`.
    static String nameOf(Path source) {
        String name = String.valueOf(source.getFileName()).replaceFirst("\\.java$", "");
        if (name.matches("Notebook\\d.*")) {
            return name.replaceAll("\\D", "");
        }
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    /// Each place of the source with as many lines as the block, without common indentation.
    private static Stream<String> indented(String block, String source) {
        List<String> lines = source.lines().toList();
        int count = (int) block.lines().count();
        String first = block.lines().findFirst().orElse("").strip();
        return IntStream.rangeClosed(0, lines.size() - count)
                .filter(from -> lines.get(from).strip().equals(first))
                .mapToObj(from ->
                        lines.subList(from, from + count).stream()
                                .collect(Collectors.joining("\n")))
                .map(part -> part.stripTrailing().stripIndent());
    }

    private static Stream<Path> sources() {
        return FOLDERS.stream().flatMap(Snippets::javaFiles);
    }

    private static Stream<Path> javaFiles(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
