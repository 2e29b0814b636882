package org.unroll.text;

import org.unroll.data.ContiguousChunks;
import org.unroll.data.RandomCrops;
import org.unroll.data.TokenWindow;
import org.unroll.tensor.Rng;
import org.unroll.train.TrainingData;

/// The windows of a text in the order a training takes them.
final class TextBatches {
    private TextBatches() {}

    static TrainingData<TokenWindow> of(int[] tokens, TextOptions options) {
        return switch (options.windows()) {
            case RANDOM_CROPS ->
                    crops(
                            RandomCrops.of(tokens, options.batchSize(), options.sequenceLength()),
                            Rng.seeded(options.fit().seed()).fork("crops"));
            case CONTIGUOUS ->
                    chunks(
                            ContiguousChunks.of(
                                    tokens, options.batchSize(), options.sequenceLength()));
        };
    }

    private static TrainingData<TokenWindow> crops(RandomCrops crops, Rng rng) {
        return new TrainingData<>() {
            @Override
            public int perEpoch() {
                return crops.perEpoch();
            }

            @Override
            public TokenWindow batch(int epoch, int position) {
                return crops.draw(rng.fork(epoch).fork(position));
            }
        };
    }

    private static TrainingData<TokenWindow> chunks(ContiguousChunks chunks) {
        return new TrainingData<>() {
            @Override
            public int perEpoch() {
                return chunks.perEpoch();
            }

            @Override
            public TokenWindow batch(int epoch, int position) {
                return chunks.at(position);
            }
        };
    }
}
