package org.unroll.internal.io;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// The two forms of JSON that a model file's header needs: an object of texts and a list of texts.
final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    static String object(Map<String, String> values) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartObject();
            values.forEach(json::writeStringProperty);
            json.writeEndObject();
        }
        return out.toString();
    }

    static String list(List<String> values) {
        StringWriter out = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), out)) {
            json.writeStartArray();
            values.forEach(json::writeString);
            json.writeEndArray();
        }
        return out.toString();
    }

    /// @throws IllegalArgumentException if the text is anything else
    static Map<String, String> readObject(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            expect(json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                expect(json.nextToken() == JsonToken.VALUE_STRING);
                values.put(name, json.getString());
            }
            expect(json.currentToken() == JsonToken.END_OBJECT && json.nextToken() == null);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
        return values;
    }

    /// @throws IllegalArgumentException if the text is anything else
    static List<String> readList(String text) {
        List<String> values = new ArrayList<>();
        try (JsonParser json = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            expect(json.nextToken() == JsonToken.START_ARRAY);
            while (json.nextToken() == JsonToken.VALUE_STRING) {
                values.add(json.getString());
            }
            expect(json.currentToken() == JsonToken.END_ARRAY && json.nextToken() == null);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
        return values;
    }

    private static void expect(boolean condition) {
        if (!condition) {
            throw new IllegalArgumentException("unexpected JSON");
        }
    }
}
