package org.unroll.testkit.cells;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unroll.nn.Activation;
import org.unroll.nn.ActivationFunction;
import org.unroll.nn.Elu;
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

/// The built-in cells but for the LSTM.
final class GateCells {
    // What is normalised hardly depends on the size of one input, and few units are nearly the same
    // numbers always, two of them but signs: gradients that are all rounding. Hence more of both.
    private static final int MORE = 3;

    /// A function as a user may write one.
    private static final ActivationFunction OWN = x -> x.dividedBy(x.squared().plus(1));

    private static final GateOptions BOTH_DROPOUTS =
            GateOptions.oneBias().withRecurrentDropout(0.3).withWeightDropout(0.4);

    private GateCells() {}

    static List<OptionZoo<?>> all() {
        return List.of(elman(), gru(), jordan(), minimal(), independent());
    }

    private static int more(GateOptions options) {
        return options.layerNorm() ? MORE : 0;
    }

    private static OptionZoo<ElmanOptions> elman() {
        ElmanOptions standard = ElmanOptions.standard();
        Map<String, ElmanOptions> all = new LinkedHashMap<>();
        for (Activation function : Activation.values()) {
            // the exponential of a state that is one itself has no bound: the LSTM has it
            if (function != Activation.TANH && function != Activation.EXPONENTIAL) {
                all.put(function.toString(), standard.withActivation(function));
            }
        }
        for (ActivationFunction function : List.of(new LeakyRelu(0.3), new Elu(0.5))) {
            all.put(function.toString(), standard.withActivation(function));
        }
        all.put("own function", standard.withActivation(OWN));
        OptionZoo.sums(standard.gates())
                .forEach((name, sums) -> all.put(name, standard.withGates(sums)));
        all.put(
                "relu, layer norm, one bias, dropouts",
                new ElmanOptions(Activation.RELU, BOTH_DROPOUTS.withLayerNorm()));
        return new OptionZoo<>(
                "elman",
                standard,
                all,
                (input, hidden, options, init) -> {
                    int more = more(options.gates());
                    return new ElmanCell(input + more, hidden + more, options, init);
                });
    }

    private static OptionZoo<GruOptions> gru() {
        GruOptions standard = GruOptions.standard();
        GruOptions before = GruOptions.paper();
        GruActivations functions = GruActivations.standard();
        GruActivations others =
                new GruActivations(
                        Activation.HARD_SIGMOID, Activation.HARD_SIGMOID_FIFTH, Activation.ELU);
        Map<String, GruOptions> all = new LinkedHashMap<>();
        all.put("reset before", before);
        all.put("takes candidate", standard.withUpdate(GruOptions.Update.TAKES_CANDIDATE));
        all.put(
                "reset gate",
                standard.withActivations(functions.withResetGate(Activation.HARD_SIGMOID)));
        all.put(
                "update gate",
                standard.withActivations(functions.withUpdateGate(Activation.HARD_SIGMOID_FIFTH)));
        all.put("candidate", standard.withActivations(functions.withCandidate(Activation.ELU)));
        OptionZoo.sums(standard.gates())
                .forEach((name, sums) -> {
                    all.put(name, standard.withGates(sums));
                    all.put("reset before, " + name, before.withGates(sums));
                });
        all.put(
                "reset before, takes candidate",
                before.withUpdate(GruOptions.Update.TAKES_CANDIDATE));
        all.put(
                "reset before, layer norm, one bias",
                before.withGates(GateOptions.oneBias().withLayerNorm()));
        for (GruOptions.Reset reset : GruOptions.Reset.values()) {
            all.put(
                    "all, " + reset,
                    new GruOptions(
                            reset,
                            GruOptions.Update.TAKES_CANDIDATE,
                            others,
                            BOTH_DROPOUTS.withLayerNorm()));
        }
        return new OptionZoo<>(
                "gru",
                standard,
                all,
                (input, hidden, options, init) -> {
                    int more = more(options.gates());
                    return new GruCell(input + more, hidden + more, options, init);
                });
    }

    private static OptionZoo<JordanOptions> jordan() {
        JordanOptions standard = JordanOptions.standard();
        Map<String, JordanOptions> all = new LinkedHashMap<>();
        all.put("function", standard.withActivation(Activation.RELU6));
        all.put("output's function", standard.withOutputActivation(Activation.GELU_TANH));
        OptionZoo.sums(standard.gates())
                .forEach((name, sums) -> all.put(name, standard.withGates(sums)));
        all.put(
                "all",
                new JordanOptions(
                        Activation.SILU,
                        Activation.SOFTSIGN,
                        BOTH_DROPOUTS.withLayerNorm().withBias(Bias.NONE)));
        return new OptionZoo<>(
                "jordan",
                standard,
                all,
                (input, hidden, options, init) -> {
                    int more = more(options.gates());
                    return new JordanCell(
                            input + more, hidden + more, hidden + 1 + more, options, init);
                });
    }

    private static OptionZoo<GateOptions> minimal() {
        GateOptions standard = GateOptions.oneBias();
        Map<String, GateOptions> all = OptionZoo.sums(standard);
        all.put("all", BOTH_DROPOUTS.withBias(Bias.TWO).withLayerNorm());
        return new OptionZoo<>(
                "minimal gated",
                standard,
                all,
                (input, hidden, options, init) -> {
                    int more = more(options);
                    return new MinimalGatedCell(input + more, hidden + more, options, init);
                });
    }

    /// Without layer norm, which the cell refuses: it mixes units.
    private static OptionZoo<ElmanOptions> independent() {
        ElmanOptions standard = ElmanOptions.independent();
        Map<String, ElmanOptions> all = new LinkedHashMap<>();
        all.put("tanh", standard.withActivation(Activation.TANH));
        OptionZoo.sums(standard.gates())
                .forEach((name, sums) -> {
                    if (!sums.layerNorm()) {
                        all.put(name, standard.withGates(sums));
                    }
                });
        all.put("all", new ElmanOptions(Activation.TANH, BOTH_DROPOUTS.withBias(Bias.TWO)));
        return new OptionZoo<>("independent", standard, all, IndependentCell::new);
    }
}
