package org.unroll.text;

import org.unroll.internal.io.Settings;
import org.unroll.internal.network.OptionTexts;
import org.unroll.train.OptimizerKind;

/// A text model's options as settings of its file.
final class TextSettings {
    private TextSettings() {}

    static Settings of(TextOptions options) {
        return OptionTexts.of(options.network())
                .put("optimizer", options.optimizer().optionName())
                .put("learningRate", options.learningRate())
                .put("batchSize", options.batchSize())
                .put("sequenceLength", options.sequenceLength())
                .put("windows", options.windows())
                .put("validationShare", options.validationShare())
                .putAll(OptionTexts.of(options.fit()));
    }

    static TextOptions options(Settings settings) {
        return new TextOptions(
                OptionTexts.network(settings),
                OptionTexts.fit(settings),
                settings.get("optimizer", OptimizerKind::named),
                settings.number("learningRate"),
                settings.whole("batchSize"),
                settings.whole("sequenceLength"),
                settings.get("windows", TextOptions.Windows::valueOf),
                settings.number("validationShare"));
    }
}
