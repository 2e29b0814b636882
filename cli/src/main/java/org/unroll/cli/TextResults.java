package org.unroll.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.unroll.text.TextModel;
import org.unroll.train.TrainingReport;

/// What `train text` gives.
///
/// @param file the model file
/// @param model the model
/// @param report how the training went
/// @param plots the plots' files
record TextResults(Path file, TextModel model, TrainingReport report, List<Path> plots) {
    String text() {
        return TrainingResults.text(file, model.options().network(), report, plots);
    }

    Map<String, Object> json() {
        Map<String, Object> json = TrainingResults.json(file, report, plots);
        json.put("sample", Samples.of(model).lines().toList());
        return json;
    }
}
