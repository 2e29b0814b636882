package org.unroll.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import org.junit.jupiter.api.Test;
import org.unroll.tensor.DType;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.Golden;
import org.unroll.testkit.parity.RecurrentCase;

/// Writes the table in `docs/reference/agreement.md` if `unroll.agreement=write`, and otherwise
/// compares with it: the same cases, and numbers of the same size.
class AgreementPageTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "agreement.md");

    /// The headings of its sections, and the families of cases.
    private static final Map<String, String> SECTIONS = new LinkedHashMap<>();

    static {
        SECTIONS.put("## Beside PyTorch", "recurrent");
        SECTIONS.put("## Beside the papers' equations", "cells");
    }

    private static final List<String> HEAD =
            List.of(
                    "| Case | Values, float64 | Gradients, float64 | Values, float32 | Gradients,"
                            + " float32 |",
                    "|---|---|---|---|---|");

    /// Below this, which is some roundings, how large a difference is says nothing.
    private static final Map<DType, Double> NOTHING =
            Map.of(DType.FLOAT64, 1e-15, DType.FLOAT32, 3e-7);

    private static final double FACTOR = 10;

    @Test
    void thePageSaysHowLargeTheDifferencesAre() throws IOException {
        Map<String, Map<String, double[]>> measured = new LinkedHashMap<>();
        SECTIONS.forEach((heading, family) -> measured.put(heading, differences(family)));
        if ("write".equals(System.getProperty("unroll.agreement"))) {
            write(measured);
        }
        Map<String, Map<String, double[]>> written = read();
        assertThat(written.keySet()).isEqualTo(measured.keySet());
        for (Entry<String, Map<String, double[]>> section : measured.entrySet()) {
            Map<String, double[]> rows = written.get(section.getKey());
            assertThat(rows.keySet()).as(section.getKey()).isEqualTo(section.getValue().keySet());
            section.getValue().forEach((name, row) -> checkSize(name, row, rows.get(name)));
        }
    }

    private static void checkSize(String name, double[] measured, double[] written) {
        for (int i = 0; i < measured.length; i++) {
            double nothing = NOTHING.get(i < 2 ? DType.FLOAT64 : DType.FLOAT32);
            assertThat(Math.max(measured[i], nothing))
                    .as("%s, column %d", name, i + 1)
                    .isBetween(
                            Math.max(written[i], nothing) / FACTOR,
                            Math.max(written[i], nothing) * FACTOR);
        }
    }

    /// Of each case: the largest relative error of values and of gradients, in both types.
    private static Map<String, double[]> differences(String family) {
        Map<String, double[]> rows = new LinkedHashMap<>();
        for (Golden golden : Golden.family(family)) {
            double[] row = new double[4];
            int column = 0;
            for (DType type : List.of(DType.FLOAT64, DType.FLOAT32)) {
                for (Entry<String, Tensor> result :
                        RecurrentCase.of(golden, type).results().entrySet()) {
                    String name = result.getKey();
                    int at = column + (name.startsWith("gradient") ? 1 : 0);
                    if (!name.equals("loss")) {
                        row[at] = Math.max(row[at], golden.error(name, result.getValue()));
                    }
                }
                column += 2;
            }
            rows.put(golden.name(), row);
        }
        return rows;
    }

    private static Map<String, Map<String, double[]>> read() throws IOException {
        Map<String, Map<String, double[]>> sections = new LinkedHashMap<>();
        Map<String, double[]> rows = Map.of();
        for (String line : Files.readAllLines(PAGE)) {
            if (SECTIONS.containsKey(line)) {
                rows = new LinkedHashMap<>();
                sections.put(line, rows);
            } else if (line.startsWith("| `")) {
                String[] cells = line.substring(1).split("\\|");
                double[] row = new double[4];
                for (int i = 0; i < row.length; i++) {
                    row[i] = Double.parseDouble(cells[1 + i].strip());
                }
                rows.put(cells[0].replace('`', ' ').strip(), row);
            }
        }
        return sections;
    }

    /// The page as it is, with new tables.
    private static void write(Map<String, Map<String, double[]>> measured) throws IOException {
        List<String> lines = new ArrayList<>();
        Map<String, double[]> rows = Map.of();
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("|")) {
                continue;
            }
            if (!rows.isEmpty() && line.startsWith("## ")) {
                appendTable(lines, rows);
                lines.add("");
            }
            lines.add(line);
            rows = measured.getOrDefault(line, rows);
        }
        appendTable(lines, rows);
        Files.write(PAGE, lines);
    }

    /// After the last text, with an empty line in between.
    private static void appendTable(List<String> lines, Map<String, double[]> rows) {
        while (lines.getLast().isEmpty()) {
            lines.removeLast();
        }
        lines.add("");
        lines.addAll(HEAD);
        rows.forEach((name, row) -> {
            StringBuilder line = new StringBuilder("| `" + name + "` |");
            for (double difference : row) {
                line.append(String.format(Locale.ROOT, " %.1e |", difference));
            }
            lines.add(line.toString());
        });
    }
}
