package org.unroll.testkit.parity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.unroll.nn.Activation;
import org.unroll.nn.ActivationFunction;
import org.unroll.recurrent.Bias;
import org.unroll.recurrent.ElmanOptions;
import org.unroll.recurrent.GateOptions;
import org.unroll.recurrent.GruActivations;
import org.unroll.recurrent.GruOptions;
import org.unroll.recurrent.InputDropout;
import org.unroll.recurrent.JordanOptions;
import org.unroll.recurrent.LearnedStart;
import org.unroll.recurrent.LstmActivations;
import org.unroll.recurrent.LstmOptions;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.State;
import org.unroll.recurrent.Zoneout;
import org.unroll.testkit.Golden;

/// What a recorded case says of its cells. What it does not say is as usual.
record CellOptions(Golden golden) {
    /// The names of all of them, PyTorch's (`bias`, `proj_size`) among them.
    static final Set<String> NAMES =
            Set.of(
                    "bias",
                    "layerNorm",
                    "recurrentDropout",
                    "weightDropout",
                    "activation",
                    "outputActivation",
                    "outputSize",
                    "reset",
                    "update",
                    "resetGate",
                    "updateGate",
                    "candidate",
                    "inputGate",
                    "forgetGate",
                    "outputGate",
                    "cell",
                    "peepholes",
                    "coupledGates",
                    "projection",
                    "proj_size",
                    "cellClip",
                    "inputDropout",
                    "zoneout",
                    "learnedStart");

    GateOptions gates() {
        Bias bias =
                switch (golden.option("bias").orElse("two")) {
                    case "none", "False" -> Bias.NONE;
                    case "one" -> Bias.ONE;
                    case "two", "True" -> Bias.TWO;
                    default -> throw new AssertionError(golden + ": bias " + golden.text("bias"));
                };
        GateOptions gates =
                GateOptions.standard()
                        .withBias(bias)
                        .withRecurrentDropout(rate("recurrentDropout"))
                        .withWeightDropout(rate("weightDropout"));
        return has("layerNorm") ? gates.withLayerNorm() : gates;
    }

    ElmanOptions elman(ActivationFunction usual) {
        return new ElmanOptions(function("activation", usual), gates());
    }

    JordanOptions jordan() {
        JordanOptions usual = JordanOptions.standard();
        return usual.withGates(gates())
                .withActivation(function("activation", usual.activation()))
                .withOutputActivation(function("outputActivation", usual.outputActivation()));
    }

    LstmOptions lstm() {
        LstmActivations usual = LstmActivations.standard();
        LstmActivations functions =
                usual.withInputGate(function("inputGate", usual.inputGate()))
                        .withForgetGate(function("forgetGate", usual.forgetGate()))
                        .withCandidate(function("candidate", usual.candidate()))
                        .withOutputGate(function("outputGate", usual.outputGate()))
                        .withCell(function("cell", usual.cell()));
        LstmOptions options = LstmOptions.standard().withActivations(functions).withGates(gates());
        options = has("peepholes") ? options.withPeepholes() : options;
        options = has("coupledGates") ? options.withCoupledGates() : options;
        options = has("cellClip") ? options.withCellClip(rate("cellClip")) : options;
        int projection = Math.max(number("projection"), number("proj_size")); // at most one of both
        return projection > 0 ? options.withProjection(projection) : options;
    }

    GruOptions gru() {
        GruActivations usual = GruActivations.standard();
        GruActivations functions =
                usual.withResetGate(function("resetGate", usual.resetGate()))
                        .withUpdateGate(function("updateGate", usual.updateGate()))
                        .withCandidate(function("candidate", usual.candidate()));
        GruOptions options = GruOptions.standard().withActivations(functions).withGates(gates());
        if (chosen("reset", "after", "before")) {
            options = options.withReset(GruOptions.Reset.BEFORE_PRODUCT);
        }
        if (chosen("update", "keeps state", "takes candidate")) {
            options = options.withUpdate(GruOptions.Update.TAKES_CANDIDATE);
        }
        return options;
    }

    /// The cell with all that is put around it.
    <S extends State<S>> RecurrentCell<S> around(RecurrentCell<S> cell) {
        RecurrentCell<S> dropped =
                has("inputDropout") ? InputDropout.of(cell, rate("inputDropout")) : cell;
        RecurrentCell<S> zoned = has("zoneout") ? Zoneout.of(dropped, zoneout()) : dropped;
        return has("learnedStart") ? LearnedStart.of(zoned) : zoned;
    }

    double[] zoneout() {
        return Arrays.stream(golden.option("zoneout").orElse("").split(" "))
                .filter(rate -> !rate.isEmpty())
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    boolean has(String option) {
        return golden.option(option).isPresent();
    }

    /// A rate, or another number that is 0 if nothing is said.
    double rate(String option) {
        return golden.option(option).map(Double::parseDouble).orElse(0.0);
    }

    private int number(String option) {
        return golden.option(option).map(Integer::parseInt).orElse(0);
    }

    /// Whether it is the second of two values.
    boolean chosen(String option, String usual, String other) {
        String value = golden.option(option).orElse(usual);
        if (!value.equals(usual) && !value.equals(other)) {
            throw new AssertionError(golden + ": " + option + " " + value);
        }
        return value.equals(other);
    }

    private ActivationFunction function(String option, ActivationFunction usual) {
        return golden.option(option)
                .<ActivationFunction>map(
                        name -> Activation.valueOf(name.toUpperCase(Locale.ROOT).replace(' ', '_')))
                .orElse(usual);
    }
}
