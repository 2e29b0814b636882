package org.unroll.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.unroll.tensor.Tensor;

/// A loss curve of bounded length: each point is the mean loss of a stretch of iterations, and
/// whenever there are too many points, neighbours are merged and the stretches become twice as
/// long.
final class LossCurve {
    private static final int MOST = 1024;

    private final List<LossPoint> points = new ArrayList<>();
    private long stretch = 1;
    private double sum;
    private long count;

    void add(long iteration, double loss) {
        sum += loss;
        count++;
        if (count == stretch) {
            points.add(new LossPoint(iteration, sum / count));
            sum = 0;
            count = 0;
            if (points.size() == MOST) {
                merge();
            }
        }
    }

    private void merge() {
        for (int i = 0; i < MOST / 2; i++) {
            LossPoint second = points.get(2 * i + 1);
            double mean = (points.get(2 * i).loss() + second.loss()) / 2;
            points.set(i, new LossPoint(second.iteration(), mean));
        }
        points.subList(MOST / 2, MOST).clear();
        stretch *= 2;
    }

    /// The points so far; the last one may stand for a shorter stretch.
    List<LossPoint> points(long iteration) {
        List<LossPoint> all = new ArrayList<>(points);
        if (count > 0) {
            all.add(new LossPoint(iteration, sum / count));
        }
        return all;
    }

    Map<String, Tensor> tensors(String prefix) {
        return Points.tensors(prefix, points);
    }

    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("curve.stretch", Long.toString(stretch));
        values.put("curve.sum", Double.toString(sum));
        values.put("curve.count", Long.toString(count));
        return values;
    }

    static LossCurve restored(
            String prefix, Map<String, Tensor> tensors, Function<String, String> values) {
        LossCurve curve = new LossCurve();
        curve.points.addAll(Points.restored(prefix, tensors));
        curve.stretch = Long.parseLong(values.apply("curve.stretch"));
        curve.sum = Double.parseDouble(values.apply("curve.sum"));
        curve.count = Long.parseLong(values.apply("curve.count"));
        return curve;
    }
}
