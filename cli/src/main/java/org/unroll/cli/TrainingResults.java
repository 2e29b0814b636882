package org.unroll.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.unroll.model.NetworkOptions;
import org.unroll.train.LossPoint;
import org.unroll.train.TrainingReport;

/// What every training gives.
final class TrainingResults {
    private TrainingResults() {}

    static String text(Path file, NetworkOptions network, TrainingReport report, List<Path> plots) {
        StringBuilder text = new StringBuilder();
        text.append(Numbers.counted(report.iterations(), "iteration")).append(" in ");
        text.append(Numbers.time(report.time()));
        text.append(", loss ").append(Numbers.fixed(report.averageLoss(), 3));
        report.bestValidationLoss()
                .ifPresent(loss -> {
                    text.append("; best validation loss ").append(Numbers.fixed(loss, 3));
                    text.append(" at iteration ");
                    text.append(Numbers.grouped(report.bestIteration()));
                });
        text.append('\n');
        text.append(file).append(": ").append(network(network)).append('\n');
        plots.forEach(plot -> text.append(plot).append('\n'));
        return text.toString();
    }

    static Map<String, Object> json(Path file, TrainingReport report, List<Path> plots) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", file);
        json.put("iterations", report.iterations());
        json.put("epochs", report.epochs());
        json.put("stop", report.stopReason().name().toLowerCase(Locale.ROOT));
        json.put("loss", report.averageLoss());
        if (report.bestValidationLoss().isPresent()) {
            json.put("bestValidationLoss", report.bestValidationLoss().getAsDouble());
            json.put("bestIteration", report.bestIteration());
        }
        json.put("seconds", report.time().toMillis() / 1000.0);
        json.put("losses", points(report.losses()));
        json.put("validationLosses", points(report.validationLosses()));
        json.put("plots", plots);
        return json;
    }

    private static List<Map<String, Object>> points(List<LossPoint> points) {
        return points.stream()
                .map(point -> {
                    Map<String, Object> json = new LinkedHashMap<>();
                    json.put("iteration", point.iteration());
                    json.put("loss", point.loss());
                    return json;
                })
                .toList();
    }

    /// `lstm, 3 layers of 512, float64`.
    private static String network(NetworkOptions network) {
        String layers = network.layers() == 1 ? " layer of " : " layers of ";
        return network.cell()
                + ", "
                + network.layers()
                + layers
                + network.hiddenSize()
                + ", "
                + network.type().name().toLowerCase(Locale.ROOT);
    }
}
