package org.unroll.internal.io;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.unroll.data.InputException;

/// Options as texts by name, as a model file keeps them.
public final class Settings {
    private final Map<String, String> values;

    private Settings(Map<String, String> values) {
        this.values = values;
    }

    /// No settings.
    public static Settings none() {
        return new Settings(new LinkedHashMap<>());
    }

    /// Settings as they were read.
    public static Settings of(Map<String, String> values) {
        return new Settings(new LinkedHashMap<>(values));
    }

    /// Adds a setting.
    public Settings put(String name, Object value) {
        values.put(name, value.toString());
        return this;
    }

    /// Adds all settings of others.
    public Settings putAll(Settings others) {
        values.putAll(others.values);
        return this;
    }

    /// Names and texts, in order.
    public Map<String, String> asMap() {
        return Collections.unmodifiableMap(values);
    }

    /// A setting, made of its text.
    ///
    /// @throws InputException if it is missing or makes no sense
    public <T> T get(String name, Function<String, T> parse) {
        String text = values.get(name);
        if (text == null) {
            throw new InputException("the setting \"%s\" is missing".formatted(name));
        }
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    "the setting \"%s\" makes no sense: %s".formatted(name, e.getMessage()), e);
        }
    }

    /// A text.
    public String text(String name) {
        return get(name, text -> text);
    }

    /// A whole number.
    public int whole(String name) {
        return get(name, Integer::valueOf);
    }

    /// A number.
    public double number(String name) {
        return get(name, Double::valueOf);
    }
}
