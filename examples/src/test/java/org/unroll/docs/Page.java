package org.unroll.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A Markdown page of the repository.
///
/// @param path its place below the root
/// @param lines its lines
record Page(Path path, List<String> lines) {
    private static final List<String> OTHERS =
            List.of(
                    "README.md",
                    "CONTRIBUTING.md",
                    "CHANGELOG.md",
                    "data/README.md",
                    "tools/golden/README.md",
                    "core/src/main/java/org/unroll/internal/kernel/README.md");

    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /// Lines between two fences.
    ///
    /// @param language what is written behind the first fence, such as `sh` or `text sample`
    /// @param line where the text begins, counted from 1
    /// @param text the lines, each with its end
    record Block(String language, int line, String text) {}

    /// The pages for users and contributors.
    static List<Page> all() {
        try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
            Stream<Path> pages = files.filter(file -> file.toString().endsWith(".md")).sorted();
            return Stream.concat(OTHERS.stream().map(ROOT::resolve), pages)
                    .map(Page::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Page read(Path file) {
        try {
            return new Page(ROOT.relativize(file), Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        int begin = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith("```")) {
                continue;
            }
            if (begin < 0) {
                begin = i;
            } else {
                String text = String.join("\n", lines.subList(begin + 1, i)) + "\n";
                blocks.add(new Block(lines.get(begin).substring(3).strip(), begin + 2, text));
                begin = -1;
            }
        }
        if (begin >= 0) {
            throw new IllegalStateException(path + ": a block is not closed");
        }
        return blocks;
    }

    /// The lines outside blocks.
    List<String> prose() {
        List<String> prose = new ArrayList<>();
        boolean inside = false;
        for (String line : lines) {
            if (line.startsWith("```")) {
                inside = !inside;
            } else if (!inside) {
                prose.add(line);
            }
        }
        return prose;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
