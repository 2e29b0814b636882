package org.unroll.text;

import java.util.List;
import org.unroll.data.ContiguousChunks;
import org.unroll.data.TokenWindow;
import org.unroll.internal.network.RecurrentCore;
import org.unroll.loss.CrossEntropy;
import org.unroll.nn.Mode;
import org.unroll.tensor.Tensor;
import org.unroll.train.Validated;
import org.unroll.train.Validation;

/// The mean loss over a text that is not trained on, read from front to back with the state carried
/// on.
final class TextValidation implements Validation {
    private static final int MOST_STREAMS = 32;

    private final TextNetwork network;
    private final ContiguousChunks chunks;

    TextValidation(TextNetwork network, int[] tokens, int sequenceLength) {
        this.network = network;
        int streams = Math.clamp((tokens.length - 1) / sequenceLength, 1, MOST_STREAMS);
        this.chunks = ContiguousChunks.of(tokens, streams, sequenceLength);
    }

    @Override
    public Validated measure() {
        List<Tensor> state = List.of();
        double sum = 0;
        long count = 0;
        for (int i = 0; i < chunks.perEpoch(); i++) {
            TokenWindow window = chunks.at(i);
            RecurrentCore.Run run = network.run(window.inputs(), state, Mode.inference());
            state = run.state();
            double loss =
                    CrossEntropy.standard().of(run.outputs().values(), window.targets()).item();
            sum += loss * window.targets().size();
            count += window.targets().size();
        }
        return Validated.of(sum / count);
    }
}
