package org.unroll.internal.network;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.unroll.internal.io.Settings;
import org.unroll.model.NetworkOptions;
import org.unroll.recurrent.CellKind;
import org.unroll.tensor.DType;
import org.unroll.train.FitOptions;

/// The options that tasks share, as settings of a model file.
public final class OptionTexts {
    /// Settings that may differ between a training and its continuation: how long, how patiently,
    /// and what leads out of a training that diverged.
    private static final Set<String> FREE =
            Set.of(
                    "epochs",
                    "iterations",
                    "patience",
                    "checkpointEvery",
                    "checkpointInterval",
                    "learningRate",
                    "clipNorm",
                    "clipValue");

    private OptionTexts() {}

    /// Network options as settings.
    public static Settings of(NetworkOptions network) {
        return Settings.none()
                .put("cell", network.cell())
                .put("layers", network.layers())
                .put("hiddenSize", network.hiddenSize())
                .put("embeddingSize", network.embeddingSize())
                .put("dropout", network.dropout())
                .put("type", network.type());
    }

    /// Network options from settings.
    public static NetworkOptions network(Settings settings) {
        return new NetworkOptions(
                settings.get("cell", CellKind::named),
                settings.whole("layers"),
                settings.whole("hiddenSize"),
                settings.whole("embeddingSize"),
                settings.number("dropout"),
                settings.get("type", DType::named));
    }

    /// Fit options as settings.
    public static Settings of(FitOptions fit) {
        return Settings.none()
                .put("epochs", fit.epochs())
                .put("iterations", fit.iterations())
                .put("clipNorm", fit.clipNorm())
                .put("clipValue", fit.clipValue())
                .put("validateEvery", fit.validateEvery())
                .put("patience", fit.patience())
                .put("checkpointEvery", fit.checkpointEvery())
                .put("checkpointInterval", fit.checkpointInterval())
                .put("seed", fit.seed());
    }

    /// Fit options from settings.
    public static FitOptions fit(Settings settings) {
        return new FitOptions(
                settings.whole("epochs"),
                settings.get("iterations", Long::valueOf),
                settings.number("clipNorm"),
                settings.number("clipValue"),
                settings.get("validateEvery", Long::valueOf),
                settings.whole("patience"),
                settings.get("checkpointEvery", Long::valueOf),
                settings.get("checkpointInterval", Duration::parse),
                settings.get("seed", Long::valueOf));
    }

    /// What a resumed training must have in common with the one before: the data, and all settings
    /// but the length, the learning rate and clipping.
    public static Map<String, String> identity(Settings settings, String dataHash) {
        Map<String, String> identity = new LinkedHashMap<>(settings.asMap());
        identity.keySet().removeAll(FREE);
        identity.put("data (SHA-256)", dataHash);
        return identity;
    }
}
