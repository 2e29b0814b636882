package org.unroll.text;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unroll.data.TokenWindow;
import org.unroll.internal.network.RecurrentCore;
import org.unroll.loss.CrossEntropy;
import org.unroll.nn.Mode;
import org.unroll.tensor.FiniteCheck;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;
import org.unroll.train.Learner;

/// Learns the next token. The state after a window goes on to the next one, unless that begins a
/// stream.
final class TextLearner implements Learner<TokenWindow> {
    private final TextNetwork network;
    private final CrossEntropy crossEntropy = CrossEntropy.standard();
    private List<Tensor> state = List.of();

    TextLearner(TextNetwork network) {
        this.network = network;
    }

    @Override
    public Parameters parameters() {
        return network.parameters();
    }

    @Override
    public Tensor loss(TokenWindow window, Mode mode) {
        RecurrentCore.Run run =
                network.run(window.inputs(), window.first() ? List.of() : state, mode);
        state = run.state().stream().map(Tensor::detached).toList();
        return FiniteCheck.in(
                "loss", () -> crossEntropy.of(run.outputs().values(), window.targets()));
    }

    @Override
    public Map<String, Tensor> carried() {
        Map<String, Tensor> carried = new LinkedHashMap<>();
        for (int i = 0; i < state.size(); i++) {
            carried.put(Integer.toString(i), state.get(i));
        }
        return carried;
    }

    @Override
    public void carry(Map<String, Tensor> carried) {
        state =
                java.util.stream.IntStream.range(0, carried.size())
                        .mapToObj(i -> carried.get(Integer.toString(i)))
                        .toList();
    }
}
