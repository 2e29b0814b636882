package org.unroll.classify;

import java.util.ArrayList;
import java.util.List;
import org.unroll.internal.network.RecurrentCore;
import org.unroll.nn.Dropout;
import org.unroll.nn.Embedding;
import org.unroll.nn.Init;
import org.unroll.nn.Layer;
import org.unroll.nn.Linear;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.FiniteCheck;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// Embedding, recurrent layers, pooling, linear layer: from padded tokens to the logits of classes.
final class ClassifierNetwork {
    private final Embedding embedding;
    private final Dropout dropout;
    private final RecurrentCore<?> core;
    private final Layer pooling;
    private final Linear linear;

    ClassifierNetwork(
            ClassifierOptions options, int vocabularySize, int paddingIndex, int classes) {
        Init init =
                Init.pytorch(Rng.seeded(options.fit().seed()).fork("weights"))
                        .withType(options.network().type());
        this.embedding =
                Embedding.withPadding(
                        vocabularySize, options.network().embeddingSize(), paddingIndex, init);
        this.dropout = new Dropout(options.network().dropout());
        this.core = RecurrentCore.of(options.network(), init);
        this.pooling = options.pooling().layer();
        this.linear = new Linear(options.network().hiddenSize(), classes, init);
    }

    Parameters parameters() {
        return Parameters.join(
                embedding.parameters().under("embedding"),
                core.parameters(),
                linear.parameters().under("linear"));
    }

    /// Logits `[rows, classes]` of tokens `[rows, steps]`.
    Tensor logits(Sequence tokens, Mode mode) {
        Sequence embedded =
                FiniteCheck.in(
                        "embedding", () -> dropout.forward(embedding.forward(tokens, mode), mode));
        Sequence outputs = core.forward(embedded, mode);
        return FiniteCheck.in(
                "linear",
                () ->
                        linear.forward(dropout.forward(pooling.forward(outputs, mode), mode), mode)
                                .values());
    }

    /// The layers from first to last.
    List<Layer> layers() {
        List<Layer> layers = new ArrayList<>(List.of(embedding, core.layer(), pooling, linear));
        if (dropout.rate() > 0) {
            layers.add(1, dropout);
            layers.add(4, dropout);
        }
        return layers;
    }

    String planText() {
        return core.layer().planText();
    }
}
