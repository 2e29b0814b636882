package org.unroll.classify;

import org.unroll.loss.CrossEntropy;
import org.unroll.nn.Mode;
import org.unroll.tensor.FiniteCheck;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;
import org.unroll.train.Learner;

/// Learns the class of each text.
record ClassifierLearner(ClassifierNetwork network) implements Learner<EncodedTexts.Batch> {
    @Override
    public Parameters parameters() {
        return network.parameters();
    }

    @Override
    public Tensor loss(EncodedTexts.Batch batch, Mode mode) {
        Tensor logits = network.logits(batch.tokens(), mode);
        return FiniteCheck.in("loss", () -> CrossEntropy.standard().of(logits, batch.labels()));
    }
}
