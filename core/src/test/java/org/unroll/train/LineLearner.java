package org.unroll.train;

import java.util.Map;
import org.unroll.nn.Mode;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// Learns `y = 2 x - 1` with noise on every batch, and carries a count and a running value from
/// batch to batch that change what it learns: whatever a checkpoint forgets shows in the
/// parameters.
final class LineLearner implements Learner<Tensor> {
    final Tensor slope = Tensor.of(new double[] {0.5}, 1);
    final Tensor offset = Tensor.of(new double[] {0.0}, 1);
    private Tensor memory = Tensor.of(new double[] {0, 1}, 2);

    @Override
    public Parameters parameters() {
        return Parameters.of("slope", slope, "offset", offset);
    }

    @Override
    public Tensor loss(Tensor batch, Mode mode) {
        Tensor noise = mode.rng().normal(DType.FLOAT64, 0, 0.1, batch.dim(0));
        double shift = 0.01 * memory.get(1);
        memory =
                Tensor.of(
                        new double[] {memory.get(0) + 1, Math.cos(memory.get(1) + batch.get(0))},
                        2);
        Tensor wanted = batch.times(2).minus(1).plus(noise).plus(shift);
        return slope.times(batch).plus(offset).minus(wanted).squared().mean();
    }

    @Override
    public Map<String, Tensor> carried() {
        return Map.of("memory", memory);
    }

    @Override
    public void carry(Map<String, Tensor> carried) {
        memory = carried.getOrDefault("memory", memory);
    }

    /// Seven batches of four numbers, other ones in each epoch.
    static TrainingData<Tensor> data() {
        return new TrainingData<>() {
            @Override
            public int perEpoch() {
                return 7;
            }

            @Override
            public Tensor batch(int epoch, int position) {
                return Rng.seeded(5).fork(epoch).fork(position).uniform(DType.FLOAT64, -1, 1, 4);
            }
        };
    }
}
