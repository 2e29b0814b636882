package org.unroll.examples.notebook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/// Reads and writes `.ipynb` files, nbformat 4.5: always the same text for the same cells, without
/// times or versions of programs.
public final class NotebookFile {
    private NotebookFile() {}

    /// The cells of a file, with their outputs.
    public static List<Cell> read(Path file) {
        try (JsonParser json =
                new JsonFactory().createParser(ObjectReadContext.empty(), Files.readString(file))) {
            json.nextToken();
            List<Cell> cells = new ArrayList<>();
            for (Object cell : list(map(value(json)).get("cells"))) {
                cells.add(cell(map(cell)));
            }
            return cells;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static Cell cell(Map<String, Object> cell) {
        String source = text(cell.get("source"));
        if (!"code".equals(cell.get("cell_type"))) {
            return Cell.markdown(source);
        }
        List<Cell.Output> outputs = new ArrayList<>();
        for (Object output : list(cell.get("outputs"))) {
            add(outputs, output(map(output)));
        }
        return new Cell(Cell.Kind.CODE, source, List.copyOf(outputs));
    }

    /// Texts that follow each other are one.
    private static void add(List<Cell.Output> outputs, Cell.Output next) {
        boolean joined =
                next.kind() == Cell.Form.TEXT
                        && !outputs.isEmpty()
                        && outputs.getLast().kind() == Cell.Form.TEXT;
        String before = joined ? outputs.removeLast().content() : "";
        outputs.add(new Cell.Output(next.kind(), before + next.content()));
    }

    private static Cell.Output output(Map<String, Object> output) {
        if ("stdout".equals(output.get("name"))) {
            return new Cell.Output(Cell.Form.TEXT, text(output.get("text")));
        }
        Object png = map(output.get("data")).get("image/png");
        if ("display_data".equals(output.get("output_type")) && png != null) {
            return new Cell.Output(Cell.Form.PICTURE, text(png).replaceAll("\\s", ""));
        }
        return new Cell.Output(Cell.Form.OTHER, String.valueOf(output));
    }

    private static String text(@Nullable Object value) {
        return value instanceof List<?> lines
                ? lines.stream().map(String::valueOf).collect(Collectors.joining())
                : String.valueOf(value);
    }

    @SuppressWarnings("unchecked") // made by value(), from an object
    private static Map<String, Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static Object value(JsonParser json) {
        if (json.currentToken() == JsonToken.START_OBJECT) {
            Map<String, Object> map = new LinkedHashMap<>();
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                json.nextToken();
                map.put(name, value(json));
            }
            return map;
        }
        if (json.currentToken() == JsonToken.START_ARRAY) {
            List<Object> list = new ArrayList<>();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(json));
            }
            return list;
        }
        return json.getString();
    }

    /// Writes cells and their outputs.
    public static void write(Path file, List<Cell> cells) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Path whole = file.resolveSibling(file.getFileName() + ".tmp");
            Files.writeString(whole, text(cells));
            Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    /// The file with these cells and their outputs. Cells with outputs count as run, one after the
    /// other. It holds no times and no versions.
    static String text(List<Cell> cells) {
        StringBuilder out = new StringBuilder("{\n \"cells\": [\n");
        boolean run = cells.stream().anyMatch(cell -> !cell.outputs().isEmpty());
        int count = 0;
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            boolean code = cell.kind() == Cell.Kind.CODE;
            count += code ? 1 : 0;
            out.append("  {\n");
            out.append("   \"cell_type\": \"").append(code ? "code" : "markdown").append("\",\n");
            if (code) {
                out.append("   \"execution_count\": ").append(run ? count : null).append(",\n");
            }
            out.append("   \"id\": \"cell-%02d\",\n   \"metadata\": {},\n".formatted(i + 1));
            if (code) {
                out.append("   \"outputs\": ").append(outputs(cell.outputs())).append(",\n");
            }
            out.append("   \"source\": ").append(lines(cell.source(), "   ")).append("\n  }");
            out.append(i == cells.size() - 1 ? "\n" : ",\n");
        }
        return out.append(END).toString();
    }

    private static final String END =
            """
             ],
             "metadata": {
              "kernelspec": {
               "display_name": "Java (Unroll)",
               "language": "java",
               "name": "java"
              },
              "language_info": {
               "file_extension": ".jshell",
               "mimetype": "text/x-java-source",
               "name": "java"
              }
             },
             "nbformat": 4,
             "nbformat_minor": 5
            }
            """;

    private static String outputs(List<Cell.Output> outputs) {
        if (outputs.isEmpty()) {
            return "[]";
        }
        return outputs.stream()
                .map(NotebookFile::output)
                .collect(Collectors.joining(",\n", "[\n", "\n   ]"));
    }

    private static String output(Cell.Output output) {
        return switch (output.kind()) {
            case TEXT ->
                    """
                    {
                     "name": "stdout",
                     "output_type": "stream",
                     "text": %s
                    }\
                    """
                            .formatted(lines(output.content(), " "))
                            .indent(4)
                            .stripTrailing();
            case PICTURE ->
                    """
                    {
                     "data": {
                      "image/png": "%s"
                     },
                     "metadata": {},
                     "output_type": "display_data"
                    }\
                    """
                            .formatted(output.content())
                            .indent(4)
                            .stripTrailing();
            case OTHER -> throw new IllegalArgumentException("cannot keep " + output.content());
        };
    }

    private static String lines(String text, String indent) {
        if (text.isEmpty()) {
            return "[]";
        }
        String[] lines = text.split("(?<=\n)");
        return Arrays.stream(lines)
                .map(line -> indent + " \"" + escaped(line) + "\"")
                .collect(Collectors.joining(",\n", "[\n", "\n" + indent + "]"));
    }

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        return out.toString();
    }
}
