package org.unroll.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.unroll.tensor.Tensor;

/// Points of curves as tensors of a checkpoint: `[points, 2]` in float64, iteration and loss. There
/// is no tensor for no points, since tensors are never empty.
final class Points {
    private Points() {}

    static Map<String, Tensor> tensors(String name, List<LossPoint> points) {
        if (points.isEmpty()) {
            return Map.of();
        }
        double[] values = new double[2 * points.size()];
        for (int i = 0; i < points.size(); i++) {
            values[2 * i] = points.get(i).iteration();
            values[2 * i + 1] = points.get(i).loss();
        }
        return Map.of(name, Tensor.of(values, points.size(), 2));
    }

    static List<LossPoint> restored(String name, Map<String, Tensor> tensors) {
        List<LossPoint> points = new ArrayList<>();
        Tensor saved = tensors.get(name);
        if (saved != null) {
            double[] values = saved.toDoubles();
            for (int i = 0; i < values.length; i += 2) {
                points.add(new LossPoint((long) values[i], values[i + 1]));
            }
        }
        return points;
    }
}
