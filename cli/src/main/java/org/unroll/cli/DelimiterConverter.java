package org.unroll.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a delimiter: one character, or `\t` or `tab` for the one that shells make hard to type.
final class DelimiterConverter implements ITypeConverter<Character> {
    @Override
    public Character convert(String value) {
        if (value.equals("\\t") || value.equals("tab")) {
            return '\t';
        }
        if (value.length() != 1) {
            throw new TypeConversionException(
                    "expected one character, or tab, but got '" + value + "'");
        }
        char delimiter = value.charAt(0);
        if (delimiter == '"' || delimiter == '\n' || delimiter == '\r') {
            throw new TypeConversionException(
                    "a quotation mark or a line end cannot stand between columns");
        }
        return delimiter;
    }
}
