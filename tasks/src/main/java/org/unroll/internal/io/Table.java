package org.unroll.internal.io;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.unroll.data.InputException;

/// A delimited text taken apart into rows and fields. Fields may be quoted by `"`; empty lines are
/// passed over.
public final class Table {
    private final String name;
    private final List<CsvRecord> rows;

    private Table(String name, List<CsvRecord> rows) {
        this.name = name;
        this.rows = rows;
    }

    /// Takes a text apart.
    ///
    /// @param name what messages call it
    public static Table of(String name, String text, char delimiter) {
        List<CsvRecord> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> reader =
                CsvReader.builder()
                        .fieldSeparator(delimiter)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .ofCsvRecord(text)) {
            reader.forEach(rows::add);
        } catch (CsvParseException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new InputException(
                    "%s: not a table: %s"
                            .formatted(
                                    name,
                                    String.valueOf(cause.getMessage())
                                            .lines()
                                            .findFirst()
                                            .orElse("")),
                    e);
        } catch (IOException e) {
            throw new InputException("%s: cannot be read: %s".formatted(name, e.getMessage()), e);
        }
        return new Table(name, rows);
    }

    /// A column of every row, counted from 1; there is no header.
    public List<String> column(int column) {
        List<String> fields = new ArrayList<>(rows.size());
        for (CsvRecord row : rows) {
            if (row.getFieldCount() < column) {
                throw new InputException(
                        "%s, line %d: no column %d; the line has %d"
                                .formatted(
                                        name,
                                        row.getStartingLineNumber(),
                                        column,
                                        row.getFieldCount()));
            }
            fields.add(row.getField(column - 1));
        }
        return fields;
    }

    /// The line of every row but the header, counted from 1.
    public List<Long> lines() {
        return rows.stream().skip(1).map(CsvRecord::getStartingLineNumber).toList();
    }

    /// Columns by their names in the header, which is the first row: a list of fields for each of
    /// them.
    public List<List<String>> columns(String... names) {
        if (rows.isEmpty()) {
            throw new InputException("%s: there is no header line".formatted(name));
        }
        List<String> header = rows.getFirst().getFields().stream().map(String::strip).toList();
        List<List<String>> columns = new ArrayList<>();
        for (String wanted : names) {
            int at = header.indexOf(wanted);
            if (at < 0) {
                throw new InputException(
                        "%s: no column \"%s\"; the columns are: %s%s"
                                .formatted(name, wanted, String.join(", ", header), hint(header)));
            }
            if (header.lastIndexOf(wanted) != at) {
                throw new InputException(
                        "%s: two columns are named \"%s\"".formatted(name, wanted));
            }
            columns.add(rows.stream().skip(1).map(row -> field(row, at, header.size())).toList());
        }
        return columns;
    }

    /// Whether another delimiter is likely: a header of one column with one of the usual ones in
    /// it.
    private static String hint(List<String> header) {
        if (header.size() != 1) {
            return "";
        }
        String only = header.getFirst();
        if (only.indexOf('\t') >= 0) {
            return "; they seem to be separated by tabs: give that as the delimiter (--delimiter)";
        }
        for (char delimiter : new char[] {';', ',', '|'}) {
            if (only.indexOf(delimiter) >= 0) {
                return "; they seem to be separated by \"%s\": give that as the delimiter (--delimiter)"
                        .formatted(delimiter);
            }
        }
        return "";
    }

    private String field(CsvRecord row, int at, int expected) {
        if (row.getFieldCount() != expected) {
            throw new InputException(
                    "%s, line %d: expected %d fields as in the header but got %d"
                            .formatted(
                                    name,
                                    row.getStartingLineNumber(),
                                    expected,
                                    row.getFieldCount()));
        }
        return row.getField(at);
    }
}
