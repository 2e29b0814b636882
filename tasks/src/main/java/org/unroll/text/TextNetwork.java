package org.unroll.text;

import java.util.List;
import org.unroll.internal.network.RecurrentCore;
import org.unroll.model.NetworkOptions;
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

/// Embedding, recurrent layers, linear layer: from tokens to the logits of the tokens that follow.
final class TextNetwork {
    private final Embedding embedding;
    private final RecurrentCore<?> core;
    private final Linear linear;

    TextNetwork(NetworkOptions options, int vocabularySize, long seed) {
        Init init = Init.pytorch(Rng.seeded(seed).fork("weights")).withType(options.type());
        this.embedding = new Embedding(vocabularySize, options.embeddingSize(), init);
        this.core = RecurrentCore.of(options, init);
        this.linear = new Linear(options.hiddenSize(), vocabularySize, init);
    }

    Parameters parameters() {
        return Parameters.join(
                embedding.parameters().under("embedding"),
                core.parameters(),
                linear.parameters().under("linear"));
    }

    /// Logits `[rows, steps, vocabulary]` and the state after the last step.
    ///
    /// @param tokens `[rows, steps]`
    /// @param state the state before the first step; empty for zeros
    RecurrentCore.Run run(Tensor tokens, List<Tensor> state, Mode mode) {
        Sequence embedded =
                FiniteCheck.in("embedding", () -> embedding.forward(Sequence.of(tokens), mode));
        RecurrentCore.Run run = core.run(embedded, state, mode);
        return new RecurrentCore.Run(
                FiniteCheck.in("linear", () -> linear.forward(run.outputs(), mode)), run.state());
    }

    /// Logits `[1, vocabulary]` after one more token.
    RecurrentCore.Stepped step(int token, List<Tensor> state) {
        Tensor embedded = embedding.forward(Tensor.of(new int[] {token}, 1));
        RecurrentCore.Stepped stepped = core.step(embedded, state);
        return new RecurrentCore.Stepped(linear.forward(stepped.output()), stepped.state());
    }

    /// The layers from first to last.
    List<Layer> layers() {
        return List.of(embedding, core.layer(), linear);
    }

    String planText() {
        return core.layer().planText();
    }
}
