package org.unroll.benchmarks;

import java.util.List;
import java.util.Map;
import org.unroll.benchmarks.shared.Precision;

/// Results for people.
final class Table {
    private Table() {}

    static void print(List<Measurement> measurements, Map<Precision, Double> peaks) {
        IO.println(
                "%-8s %10s %21s %8s %6s %11s %9s %9s %9s %10s %7s  %s"
                        .formatted(
                                "",
                                "median ms",
                                "quartiles",
                                "GFLOP/s",
                                "peak",
                                "bytes/step",
                                "heap MB",
                                "total MB",
                                "built-in",
                                "peer ms",
                                "ratio",
                                "peer's fastest way"));
        measurements.forEach(
                m -> IO.println(line(m, peaks.getOrDefault(m.workload().precision(), 0.0))));
        peaks.forEach((precision, peak) ->
                IO.println(
                        "Multiply-add peak, %s, all threads: %.0f GFLOP/s"
                                .formatted(precision, peak)));
    }

    private static String line(Measurement m, double peak) {
        Measurement.Peer peer = m.peer();
        Times builtIn = m.builtIn();
        String quartiles =
                "%.4g to %.4g".formatted(m.times().lowerQuartile(), m.times().upperQuartile());
        return "%-8s %10.4g %21s %8.1f %5.0f%% %11.0f %9.1f %9.1f %9s %10s %7s  %s"
                .formatted(
                        m.workload().name(),
                        m.times().median(),
                        quartiles,
                        m.gflops(),
                        100 * m.gflops() / peak,
                        m.memory().bytesPerStep(),
                        m.memory().heapPeak() / 1e6,
                        m.memory().residentPeak() / 1e6,
                        builtIn == null ? "" : "%.3f".formatted(m.over(builtIn)),
                        peer == null ? "" : "%.4g".formatted(peer.times().median()),
                        peer == null ? "" : "%.2f".formatted(m.ratio(peer)),
                        peer == null ? "" : peer.name());
    }
}
