package org.unroll.benchmarks.shared;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// The names in `data/pets.csv`, spread evenly over the file, as tokens from 1; 0 is padding.
public final class PetNames {
    /// The letters of all names, and padding.
    public static final int VOCABULARY = 35;

    private PetNames() {}

    /// The lengths of so many names.
    public static int[] lengths(int rows) {
        return names(rows).stream().mapToInt(String::length).toArray();
    }

    /// So many names, each padded to a number of timesteps, row after row.
    public static int[] tokens(int rows, int steps) {
        List<String> names = names(rows);
        List<Integer> letters =
                all().stream().flatMap(name -> name.chars().boxed()).distinct().sorted().toList();
        if (letters.size() >= VOCABULARY) {
            throw new IllegalStateException(
                    "expected fewer than %d letters but got %d"
                            .formatted(VOCABULARY, letters.size()));
        }
        int[] tokens = new int[rows * steps];
        for (int row = 0; row < rows; row++) {
            String name = names.get(row);
            for (int i = 0; i < name.length(); i++) {
                tokens[row * steps + i] = 1 + letters.indexOf((int) name.charAt(i));
            }
        }
        return tokens;
    }

    private static List<String> names(int rows) {
        List<String> all = all();
        return IntStream.range(0, rows).mapToObj(row -> all.get(row * all.size() / rows)).toList();
    }

    private static List<String> all() {
        Path file = Path.of(System.getProperty("unroll.root", "."), "data", "pets.csv");
        try {
            return Files.readAllLines(file).stream()
                    .skip(1)
                    .map(line -> line.substring(0, line.indexOf(',')).toLowerCase(Locale.ROOT))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
