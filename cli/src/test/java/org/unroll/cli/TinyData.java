package org.unroll.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Data and trainings so small that they take a moment.
final class TinyData {
    /// A network that learns next to nothing, in no time.
    static final List<String> TINY_TEXT =
            List.of(
                    "--hidden",
                    "8",
                    "--embedding",
                    "4",
                    "--sequence-length",
                    "10",
                    "--batch-size",
                    "4");

    static final List<String> TINY_CLASSES =
            List.of("--hidden", "8", "--embedding", "4", "--batch-size", "16");

    private TinyData() {}

    /// Names, one a line.
    static Path names(Path folder) throws IOException {
        StringBuilder names = new StringBuilder();
        for (String genus : List.of("abies", "acer", "rosa", "salix", "viola")) {
            for (String species : List.of("alba", "montana", "palustris", "rubra")) {
                names.append(genus).append(' ').append(species).append('\n');
            }
        }
        return Files.writeString(folder.resolve("names.txt"), names);
    }

    /// A table имя,класс in which the last letter gives the class away.
    static Path pets(Path folder) throws IOException {
        StringBuilder table = new StringBuilder("имя,класс\n");
        for (String stem :
                List.of("Мур", "Рек", "Бар", "Дуж", "Пуш", "Тиш", "Кус", "Лап", "Фил", "Жуч")) {
            for (String middle : List.of("ч", "н", "ш", "л")) {
                table.append(stem).append(middle).append("а,кошка\n");
                table.append(stem).append(middle).append("ик,собака\n");
            }
        }
        return Files.writeString(folder.resolve("pets.csv"), table);
    }

    /// A text model in a moment.
    static Path textModel(Path folder) throws IOException {
        Path model = folder.resolve("text.safetensors");
        Cli trained = Cli.run(folder, trainText(names(folder), model, "--iterations", "3"));
        if (trained.exitCode() != 0) {
            throw new AssertionError(trained.err());
        }
        return model;
    }

    /// A classifier in a moment.
    static Path classifier(Path folder) throws IOException {
        Path model = folder.resolve("classes.safetensors");
        Cli trained = Cli.run(folder, trainClasses(pets(folder), model));
        if (trained.exitCode() != 0) {
            throw new AssertionError(trained.err());
        }
        return model;
    }

    static String[] trainText(Path data, Path model, String... more) {
        List<String> words = new ArrayList<>(List.of("train", "text", data.toString()));
        words.addAll(List.of("--out", model.toString()));
        words.addAll(TINY_TEXT);
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    static String[] trainClasses(Path data, Path model, String... more) {
        List<String> words = new ArrayList<>(List.of("train", "classes", data.toString()));
        words.addAll(List.of("--text", "имя", "--label", "класс", "--out", model.toString()));
        words.addAll(TINY_CLASSES);
        words.addAll(List.of(more));
        if (!words.contains("--epochs")) {
            words.addAll(List.of("--epochs", "3"));
        }
        return words.toArray(String[]::new);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
