package org.unroll.examples.digits;

import java.util.Arrays;
import java.util.List;
import org.unroll.examples.support.Spread;

/// What came of a network, trained once for each seed.
///
/// @param name of the network
/// @param parameters how many numbers were learned
/// @param trained one for each seed that went well
/// @param failed how many seeds ended in numbers that are not finite
public record DigitResult(String name, long parameters, List<Trained> trained, int failed) {
    /// Keeps a copy of the list.
    public DigitResult {
        trained = List.copyOf(trained);
    }

    /// A network after its training.
    ///
    /// @param losses mean losses of stretches of the training, in their order
    /// @param batches how many batches each stretch has
    /// @param accuracies on the images for testing, one for each draw of the state before the first
    ///   row
    /// @param predicted what each of these images was taken for, at the first draw
    public record Trained(double[] losses, int batches, double[] accuracies, int[] predicted) {
        /// Over the draws.
        public double accuracy() {
            return Arrays.stream(accuracies).average().orElseThrow();
        }

        /// After how many batches each stretch of [#losses] ends.
        public double[] ends() {
            double[] ends = new double[losses.length];
            Arrays.setAll(ends, i -> (i + 1.0) * batches);
            return ends;
        }
    }

    /// Whether any seed went well.
    public boolean any() {
        return !trained.isEmpty();
    }

    /// Over the seeds that went well.
    ///
    /// @throws IllegalArgumentException if none did
    public Spread accuracy() {
        return Spread.of(trained.stream().mapToDouble(Trained::accuracy).toArray());
    }

    /// How far the accuracies of one network lie apart that reads the same images from other
    /// states: the standard deviation over the draws, in the mean over the seeds. 0 if its start is
    /// not random.
    public double deviationOfStarts() {
        return trained.stream()
                .mapToDouble(one -> Spread.of(one.accuracies()).deviation())
                .average()
                .orElse(0);
    }
}
