package org.unroll.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unroll.classify.ConfusionMatrix;
import org.unroll.cli.plot.ConfusionPlot;
import org.unroll.cli.plot.LossPlot;
import org.unroll.cli.plot.Plot;
import org.unroll.train.LossPoint;
import org.unroll.train.TrainingReport;

/// The plots of results, each under the name of its file.
final class Plots {
    private Plots() {}

    static Map<String, Plot> ofTraining(Path model, TrainingReport report) {
        Map<String, Plot> plots = new LinkedHashMap<>();
        plots.put(
                "loss",
                new LossPlot(
                        "Loss while training " + model.getFileName(),
                        curve(report.losses()),
                        curve(report.validationLosses())));
        return plots;
    }

    static Plot of(String title, ConfusionMatrix confusion) {
        return new ConfusionPlot(title, confusion.classes(), counts(confusion));
    }

    static int[][] counts(ConfusionMatrix confusion) {
        int classes = confusion.classes().size();
        int[][] counts = new int[classes][classes];
        for (int i = 0; i < classes; i++) {
            for (int j = 0; j < classes; j++) {
                counts[i][j] = confusion.count(i, j);
            }
        }
        return counts;
    }

    private static LossPlot.Curve curve(List<LossPoint> points) {
        List<Long> iterations = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        for (LossPoint point : points) {
            iterations.add(point.iteration());
            losses.add(point.loss());
        }
        return new LossPlot.Curve(iterations, losses);
    }
}
