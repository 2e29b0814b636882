package org.unroll.benchmarks;

import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.unroll.benchmarks.shared.Precision;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Results for programs: one array with an object for each workload.
final class JsonResults {
    private JsonResults() {}

    static String of(List<Measurement> measurements, Map<Precision, Double> peaks) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json =
                new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartArray();
            measurements.forEach(
                    m -> write(json, m, peaks.getOrDefault(m.workload().precision(), 0.0)));
            json.writeEndArray();
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, Measurement m, double peak) {
        json.writeStartObject();
        json.writeStringProperty("workload", m.workload().name());
        json.writeStringProperty("what", m.workload().what());
        json.writeNumberProperty("ms", m.times().median());
        json.writeNumberProperty("ms_lower_quartile", m.times().lowerQuartile());
        json.writeNumberProperty("ms_upper_quartile", m.times().upperQuartile());
        json.writeNumberProperty("steps", m.times().count());
        json.writeNumberProperty("gflops", m.gflops());
        json.writeNumberProperty("peak_gflops", peak);
        json.writeNumberProperty("peak_share", m.gflops() / peak);
        json.writeNumberProperty("bytes_per_step", Math.round(m.memory().bytesPerStep()));
        json.writeNumberProperty("heap_peak_bytes", Math.round(m.memory().heapPeak()));
        json.writeNumberProperty("resident_peak_bytes", Math.round(m.memory().residentPeak()));
        if (m.builtIn() != null) {
            json.writeNumberProperty("builtin_ms", m.builtIn().median());
            json.writeNumberProperty("over_builtin", m.over(m.builtIn()));
        }
        if (m.peer() != null) {
            json.writeStringProperty("peer", m.peer().name());
            json.writeNumberProperty("peer_ms", m.peer().times().median());
            json.writeNumberProperty("ratio", m.ratio(m.peer()));
        }
        json.writeEndObject();
    }
}
