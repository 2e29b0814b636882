package org.unroll.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.unroll.internal.io.Settings;
import org.unroll.internal.io.Version;
import org.unroll.train.StopReason;
import org.unroll.train.TrainingReport;

/// How a model came to be. Holds no date and no machine, so that the same training writes the same
/// bytes.
///
/// @param data what it was trained on
/// @param seed the training's seed
/// @param iterations updates done
/// @param bestIteration the update after which the weights were as they are: `iterations`, or an
///   earlier one if the weights of the best validation were kept
/// @param metrics what was measured at the end, by name, in order; `loss` is the training's, at
///   `iterations`, all others are of the weights
/// @param unrollVersion the version of Unroll that trained the model
public record Provenance(
        DataSource data,
        long seed,
        long iterations,
        long bestIteration,
        Map<String, Double> metrics,
        String unrollVersion) {
    /// Keeps a copy of the metrics in their order.
    public Provenance {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /// Of a model that this version of Unroll is about to train.
    public static Provenance of(DataSource data, long seed) {
        return new Provenance(data, seed, 0, 0, Map.of(), Version.TEXT);
    }

    /// A copy after training.
    public Provenance trained(TrainingReport report, Map<String, Double> metrics) {
        boolean last = report.stopReason() == StopReason.REQUESTED;
        return new Provenance(
                data,
                seed,
                report.iterations(),
                last ? report.iterations() : report.bestIteration(),
                metrics,
                unrollVersion);
    }

    /// As texts by name, without the metrics.
    public Map<String, String> asMap() {
        return Settings.none()
                .put("data", data.name())
                .put("sha256", data.sha256())
                .put("seed", seed)
                .put("iterations", iterations)
                .put("bestIteration", bestIteration)
                .put("unroll", unrollVersion)
                .asMap();
    }

    /// From what [#asMap()] gave.
    ///
    /// @throws org.unroll.data.InputException if a text is missing or makes no sense
    public static Provenance restored(Map<String, String> texts, Map<String, Double> metrics) {
        Settings settings = Settings.of(texts);
        return new Provenance(
                new DataSource(settings.text("data"), settings.text("sha256")),
                settings.get("seed", Long::valueOf),
                settings.get("iterations", Long::valueOf),
                texts.containsKey("bestIteration") // older files are without it
                        ? settings.get("bestIteration", Long::valueOf)
                        : settings.get("iterations", Long::valueOf),
                metrics,
                settings.text("unroll"));
    }
}
