package org.unroll.cli;

import java.util.Set;

/// The settings of a model file, which keeps them as texts, as values of JSON.
final class SettingTypes {
    /// Those that come from the user's table: a column may be named "2024".
    private static final Set<String> TEXTS = Set.of("textColumn", "labelColumn", "delimiter");

    private SettingTypes() {}

    /// A number, a truth value, or else the text.
    static Object value(String name, String text) {
        if (TEXTS.contains(name)) {
            return text;
        }
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        if (text.matches("-?[0-9]{1,18}")) {
            return Long.valueOf(text);
        }
        return text.matches("-?[0-9]+(\\.[0-9]+)?(E-?[0-9]+)?") ? Double.valueOf(text) : text;
    }
}
