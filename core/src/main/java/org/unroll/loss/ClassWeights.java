package org.unroll.loss;

import java.util.Arrays;
import java.util.List;

/// Weights of classes, checked.
final class ClassWeights {
    private ClassWeights() {}

    static List<Double> copyOf(List<Double> weights) {
        for (int i = 0; i < weights.size(); i++) {
            double weight = weights.get(i);
            if (!(weight >= 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException(
                        "expected class weights >= 0 but class %d has %s".formatted(i, weight));
            }
        }
        return List.copyOf(weights);
    }

    static List<Double> listOf(double... weights) {
        return Arrays.stream(weights).boxed().toList();
    }
}
