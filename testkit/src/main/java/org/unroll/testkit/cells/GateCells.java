package org.unroll.testkit.cells;

import java.util.ArrayList;
import java.util.List;
import org.unroll.nn.Activation;
import org.unroll.nn.LeakyRelu;
import org.unroll.recurrent.Bias;
import org.unroll.recurrent.ElmanCell;
import org.unroll.recurrent.ElmanOptions;
import org.unroll.recurrent.GateOptions;
import org.unroll.recurrent.GruActivations;
import org.unroll.recurrent.GruCell;
import org.unroll.recurrent.GruOptions;
import org.unroll.recurrent.IndependentCell;
import org.unroll.recurrent.JordanCell;
import org.unroll.recurrent.JordanOptions;
import org.unroll.recurrent.MinimalGatedCell;

/// The built-in cells but for the LSTM, with options of each kind.
final class GateCells {
    private static final ElmanOptions ELMAN = ElmanOptions.standard();
    private static final GateOptions ONE = GateOptions.oneBias();
    private static final GateOptions NONE = GateOptions.standard().withBias(Bias.NONE);
    private static final GateOptions NORM = ONE.withLayerNorm();

    private GateCells() {}

    static List<CellZoo> all() {
        List<CellZoo> all = new ArrayList<>();
        all.add(new CellZoo("elman", ElmanCell::new));
        all.add(elman("relu", ELMAN.withActivation(Activation.RELU)));
        all.add(elman("no bias", ELMAN.withGates(NONE)));
        all.add(elman("one bias", ELMAN.withGates(ONE)));
        all.add(elman("layer norm", ELMAN.withGates(GateOptions.standard().withLayerNorm())));
        all.add(elman("softsign", ELMAN.withActivation(Activation.SOFTSIGN)));
        all.add(elman("leaky", ELMAN.withActivation(new LeakyRelu(0.3))));
        all.add(elman("softplus", ELMAN.withActivation(Activation.SOFTPLUS)));
        all.add(elman("selu", ELMAN.withActivation(Activation.SELU)));
        all.add(elman("mish", ELMAN.withActivation(Activation.MISH)));
        all.add(elman("softmax", ELMAN.withActivation(Activation.SOFTMAX)));
        for (GruOptions.Reset reset : GruOptions.Reset.values()) {
            GruOptions gru = GruOptions.standard().withReset(reset);
            for (GruOptions.Update update : GruOptions.Update.values()) {
                all.add(gru(reset + " " + update, gru.withUpdate(update)));
            }
            all.add(gru(reset + " one bias", gru.withGates(ONE)));
            all.add(gru(reset + " no bias", gru.withGates(NONE)));
            all.add(gru(reset + " layer norm", gru.withGates(NORM)));
            GruActivations others =
                    GruActivations.standard()
                            .withResetGate(Activation.HARD_SIGMOID)
                            .withUpdateGate(Activation.HARD_SIGMOID_FIFTH)
                            .withCandidate(Activation.ELU);
            all.add(gru(reset + " activations", gru.withActivations(others)));
        }
        JordanOptions jordan =
                JordanOptions.standard()
                        .withActivation(Activation.RELU6)
                        .withOutputActivation(Activation.GELU_TANH);
        all.add(jordan("", JordanOptions.standard()));
        all.add(jordan(" layer norm", jordan.withGates(NORM)));
        all.add(jordan(" no bias", jordan.withGates(NONE)));
        all.add(new CellZoo("minimal gated", MinimalGatedCell::new));
        all.add(
                new CellZoo(
                        "minimal gated layer norm",
                        (input, hidden, init) ->
                                new MinimalGatedCell(input + 3, hidden + 3, NORM, init)));
        all.add(new CellZoo("independent", IndependentCell::new));
        all.add(
                new CellZoo(
                        "independent two biases tanh",
                        (input, hidden, init) -> new IndependentCell(input, hidden, ELMAN, init)));
        return all;
    }

    // What is normalised hardly depends on the size of one input, and few units are nearly the same
    // numbers always, two of them but signs: gradients that are all rounding. Hence more of both.

    private static CellZoo elman(String name, ElmanOptions options) {
        int more = options.gates().layerNorm() ? 4 : 0;
        return new CellZoo(
                "elman " + name,
                (input, hidden, init) -> new ElmanCell(input + more, hidden + more, options, init));
    }

    private static CellZoo gru(String name, GruOptions options) {
        int more = options.gates().layerNorm() ? 3 : 0;
        return new CellZoo(
                "gru " + name,
                (input, hidden, init) -> new GruCell(input + more, hidden + more, options, init));
    }

    private static CellZoo jordan(String name, JordanOptions options) {
        int more = options.gates().layerNorm() ? 3 : 0;
        return new CellZoo(
                "jordan" + name,
                (input, hidden, init) ->
                        new JordanCell(
                                input + more, hidden + more, hidden + 1 + more, options, init));
    }
}
