package org.unroll.classify;

import org.unroll.internal.io.Settings;
import org.unroll.internal.network.OptionTexts;
import org.unroll.train.OptimizerKind;

/// A classifier's options, and where its data stood, as settings of its file.
final class ClassifierSettings {
    private ClassifierSettings() {}

    static Settings of(ClassifierOptions options, TableColumns columns) {
        return OptionTexts.of(options.network())
                .put("pooling", options.pooling())
                .put("optimizer", options.optimizer().optionName())
                .put("learningRate", options.learningRate())
                .put("batchSize", options.batchSize())
                .put("testShare", options.testShare())
                .put("validationShare", options.validationShare())
                .put("lowerCase", options.lowerCase())
                .put("textColumn", columns.text())
                .put("labelColumn", columns.label())
                .put("delimiter", columns.delimiter())
                .putAll(OptionTexts.of(options.fit()));
    }

    static ClassifierOptions options(Settings settings) {
        return new ClassifierOptions(
                OptionTexts.network(settings),
                settings.get("pooling", Pooling::valueOf),
                OptionTexts.fit(settings),
                settings.get("optimizer", OptimizerKind::named),
                settings.number("learningRate"),
                settings.whole("batchSize"),
                settings.number("testShare"),
                settings.number("validationShare"),
                settings.get("lowerCase", Boolean::valueOf));
    }

    static TableColumns columns(Settings settings) {
        String delimiter = settings.text("delimiter");
        return new TableColumns(
                settings.text("textColumn"), settings.text("labelColumn"), delimiter.charAt(0));
    }
}
