package org.unroll.testkit.cells;

import java.util.LinkedHashMap;
import java.util.Map;
import org.unroll.nn.Activation;
import org.unroll.nn.Init;
import org.unroll.recurrent.GateOptions;
import org.unroll.recurrent.LstmActivations;
import org.unroll.recurrent.LstmCell;
import org.unroll.recurrent.LstmOptions;
import org.unroll.recurrent.RecurrentCell;

/// All kinds of LSTM.
final class LstmZoo {
    /// In place of a projection's length, which is known when the cell's size is.
    private static final int PROJECTED = 1;

    private LstmZoo() {}

    static OptionZoo<LstmOptions> kinds() {
        LstmOptions standard = LstmOptions.standard();
        Map<String, LstmOptions> all = new LinkedHashMap<>();
        functions(all, standard);
        all.put("peepholes", standard.withPeepholes());
        all.put("coupled gates", standard.withCoupledGates());
        all.put("cell clip", standard.withCellClip(0.2));
        all.put("projection", standard.withProjection(PROJECTED));
        OptionZoo.sums(standard.gates())
                .forEach((name, sums) -> all.put(name, standard.withGates(sums)));
        together(all, standard);
        return new OptionZoo<>("lstm", standard, all, LstmZoo::make);
    }

    private static void functions(Map<String, LstmOptions> all, LstmOptions standard) {
        LstmActivations functions = LstmActivations.standard();
        Map<String, LstmActivations> kinds = new LinkedHashMap<>();
        kinds.put("input gate", functions.withInputGate(Activation.EXPONENTIAL));
        kinds.put("forget gate", functions.withForgetGate(Activation.HARD_SIGMOID));
        kinds.put("candidate", functions.withCandidate(Activation.RELU));
        kinds.put("output gate", functions.withOutputGate(Activation.HARD_SIGMOID_FIFTH));
        kinds.put("cell", functions.withCell(Activation.SILU));
        kinds.put("candidate and cell", functions.withCandidateAndCell(Activation.RELU));
        kinds.put("gates", functions.withGates(Activation.HARD_SIGMOID_FIFTH));
        kinds.forEach((name, kind) -> all.put(name, standard.withActivations(kind)));
    }

    /// Those that meet in the step: what is clipped, normalised, seen by gates and projected.
    private static void together(Map<String, LstmOptions> all, LstmOptions standard) {
        GateOptions norm = GateOptions.standard().withLayerNorm();
        LstmOptions coupled = standard.withCoupledGates();
        all.put("peepholes, coupled gates", coupled.withPeepholes());
        all.put(
                "peepholes, coupled gates, projection",
                coupled.withPeepholes().withProjection(PROJECTED));
        // so wide that they clip a fifth of the cells: where most are clipped they hardly differ,
        // and a norm of such ones blows up rounding
        all.put("layer norm, cell clip", standard.withGates(norm).withCellClip(1.2));
        all.put("layer norm, coupled gates, cell clip", coupled.withGates(norm).withCellClip(0.8));
        all.put(
                "layer norm, projection, recurrent dropout",
                standard.withGates(norm.withRecurrentDropout(0.3)).withProjection(PROJECTED));
        all.put(
                "layer norm, peepholes, coupled gates, projection",
                coupled.withGates(GateOptions.oneBias().withLayerNorm())
                        .withPeepholes()
                        .withProjection(PROJECTED));
        LstmActivations functions =
                new LstmActivations(
                        Activation.HARD_SIGMOID,
                        Activation.SIGMOID,
                        Activation.SOFTSIGN,
                        Activation.HARD_SIGMOID_FIFTH,
                        Activation.SILU);
        all.put(
                "functions, peepholes, projection, cell clip",
                standard.withActivations(functions)
                        .withPeepholes()
                        .withProjection(PROJECTED)
                        .withCellClip(0.4));
        all.put(
                "all",
                new LstmOptions(
                        LstmActivations.standard().withCandidate(Activation.SOFTSIGN),
                        true,
                        true,
                        PROJECTED,
                        1,
                        norm.withRecurrentDropout(0.3).withWeightDropout(0.4)));
    }

    /// Layer normalisation gets more numbers than asked for: of one input, whatever it is, it
    /// leaves the sign, of two units as well.
    private static RecurrentCell<?> make(int input, int hidden, LstmOptions options, Init init) {
        boolean projected = options.projection() > 0;
        boolean normal = options.gates().layerNorm();
        return new LstmCell(
                normal ? input + 2 : input,
                normal || projected ? hidden + 4 : hidden,
                projected ? options.withProjection(hidden) : options,
                init);
    }
}
