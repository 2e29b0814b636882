package org.unroll.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultPrettyPrinter;

/// Writes one JSON document to standard output: what `--json` asks for. Maps become objects in
/// their order; a number that is not finite, which JSON cannot say, becomes `null`.
final class Json {
    private Json() {}

    static void write(PrintStream out, Object value) {
        try (JsonGenerator generator = open(out)) {
            write(generator, value);
        }
        out.println();
        out.flush();
    }

    /// A generator that leaves `out` open.
    static JsonGenerator open(PrintStream out) {
        JsonFactory factory =
                JsonFactory.builder()
                        .disable(tools.jackson.core.StreamWriteFeature.AUTO_CLOSE_TARGET)
                        .build();
        return factory.createGenerator(new Indented(), out);
    }

    static void write(JsonGenerator generator, @org.jspecify.annotations.Nullable Object value) {
        switch (value) {
            case null -> generator.writeNull();
            case Map<?, ?> map -> {
                generator.writeStartObject();
                map.forEach((name, element) -> {
                    generator.writeName(String.valueOf(name));
                    write(generator, element);
                });
                generator.writeEndObject();
            }
            case List<?> list -> {
                generator.writeStartArray();
                list.forEach(element -> write(generator, element));
                generator.writeEndArray();
            }
            case int[] numbers -> {
                generator.writeStartArray();
                for (int number : numbers) {
                    generator.writeNumber(number);
                }
                generator.writeEndArray();
            }
            case Integer number -> generator.writeNumber(number);
            case Long number -> generator.writeNumber(number);
            case Number number -> writeReal(generator, number.doubleValue());
            case Boolean truth -> generator.writeBoolean(truth);
            default -> generator.writeString(value.toString());
        }
    }

    private static void writeReal(JsonGenerator generator, double number) {
        if (Double.isFinite(number)) {
            generator.writeNumber(number);
        } else {
            generator.writeNull();
        }
    }

    private static final class Indented extends ObjectWriteContext.Base {
        @Override
        public boolean hasPrettyPrinter() {
            return true;
        }

        @Override
        public PrettyPrinter getPrettyPrinter() {
            return new DefaultPrettyPrinter();
        }
    }
}
