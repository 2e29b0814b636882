package org.unroll.classify;

import java.util.List;
import org.unroll.data.LengthBuckets;
import org.unroll.tensor.Rng;
import org.unroll.train.TrainingData;

/// Batches of texts of like length, other ones in every epoch.
final class ClassifierBatches implements TrainingData<EncodedTexts.Batch> {
    private final EncodedTexts texts;
    private final int batchSize;
    private final Rng rng;
    private int plannedEpoch = -1;
    private List<List<Integer>> plan = List.of();

    ClassifierBatches(EncodedTexts texts, int batchSize, Rng rng) {
        this.texts = texts;
        this.batchSize = batchSize;
        this.rng = rng;
    }

    @Override
    public int perEpoch() {
        return LengthBuckets.count(texts.size(), batchSize);
    }

    @Override
    public EncodedTexts.Batch batch(int epoch, int position) {
        if (epoch != plannedEpoch) {
            plan = LengthBuckets.batches(texts.lengths(), batchSize, rng.fork(epoch));
            plannedEpoch = epoch;
        }
        return texts.batch(plan.get(position));
    }
}
