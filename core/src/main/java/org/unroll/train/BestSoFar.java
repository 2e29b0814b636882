package org.unroll.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// The lowest validation loss and how long ago it was: what early stopping goes by.
final class BestSoFar {
    private double loss = Double.POSITIVE_INFINITY;
    private long iteration;
    private int since;

    /// Takes a validation's loss and says whether it is the lowest so far. A loss that is no number
    /// never is.
    boolean take(long iteration, double loss) {
        if (loss < this.loss) {
            this.loss = loss;
            this.iteration = iteration;
            since = 0;
            return true;
        }
        since++;
        return false;
    }

    /// Whether there was no improvement for as many validations as `patience`; 0 is endless
    /// patience.
    boolean exhausted(int patience) {
        return patience > 0 && since >= patience;
    }

    boolean exists() {
        return iteration > 0;
    }

    long iteration() {
        return iteration;
    }

    double loss() {
        return loss;
    }

    Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("best.loss", Double.toString(loss));
        values.put("best.iteration", Long.toString(iteration));
        values.put("best.since", Integer.toString(since));
        return values;
    }

    static BestSoFar restored(Function<String, String> values) {
        BestSoFar best = new BestSoFar();
        best.loss = Double.parseDouble(values.apply("best.loss"));
        best.iteration = Long.parseLong(values.apply("best.iteration"));
        best.since = Integer.parseInt(values.apply("best.since"));
        return best;
    }
}
