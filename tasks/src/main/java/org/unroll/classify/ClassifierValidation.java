package org.unroll.classify;

import java.util.Map;
import org.unroll.loss.CrossEntropy;
import org.unroll.metric.Accuracy;
import org.unroll.nn.Mode;
import org.unroll.tensor.Tensor;
import org.unroll.train.Validated;
import org.unroll.train.Validation;

/// Loss and accuracy on texts that are not trained on.
record ClassifierValidation(ClassifierNetwork network, EncodedTexts texts) implements Validation {
    private static final int ROWS = 256;

    @Override
    public Validated measure() {
        double loss = 0;
        Accuracy accuracy = Accuracy.none();
        for (int from = 0; from < texts.size(); from += ROWS) {
            EncodedTexts.Batch batch = texts.batch(from, Math.min(texts.size(), from + ROWS));
            Tensor logits = network.logits(batch.tokens(), Mode.inference());
            int rows = batch.labels().size();
            loss += rows * CrossEntropy.standard().of(logits, batch.labels()).item();
            accuracy = accuracy.plus(Accuracy.of(logits, batch.labels()));
        }
        return new Validated(loss / texts.size(), Map.of("accuracy", accuracy.value()));
    }
}
