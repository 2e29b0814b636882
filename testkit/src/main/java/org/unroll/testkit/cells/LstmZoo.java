package org.unroll.testkit.cells;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.unroll.nn.Activation;
import org.unroll.recurrent.Bias;
import org.unroll.recurrent.GateOptions;
import org.unroll.recurrent.LstmActivations;
import org.unroll.recurrent.LstmCell;
import org.unroll.recurrent.LstmOptions;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// All kinds of LSTM: each option alone, and many of them together.
public final class LstmZoo {
    private LstmZoo() {}

    /// The options by name; a projection's length is chosen later.
    private static Map<String, LstmOptions> kinds() {
        LstmOptions plain = LstmOptions.standard();
        GateOptions sums = GateOptions.standard();
        LstmActivations functions = LstmActivations.standard();
        Map<String, LstmOptions> all = new LinkedHashMap<>();
        all.put("", plain);
        all.put("relu", plain.withActivations(functions.withCandidateAndCell(Activation.RELU)));
        all.put(
                "hard gates",
                plain.withActivations(functions.withGates(Activation.HARD_SIGMOID_FIFTH)));
        all.put("one bias", plain.withGates(GateOptions.oneBias()));
        all.put("no bias", plain.withGates(sums.withBias(Bias.NONE)));
        all.put("layer norm", plain.withGates(sums.withLayerNorm()));
        all.put("peepholes", plain.withPeepholes());
        all.put("coupled gates", plain.withCoupledGates());
        all.put("cell clip", plain.withCellClip(0.2));
        all.put("projection", plain.withProjection(1));
        all.put("peepholes, coupled gates", plain.withPeepholes().withCoupledGates());
        all.put(
                "layer norm, peepholes, coupled gates, projection",
                plain.withGates(GateOptions.oneBias().withLayerNorm())
                        .withPeepholes()
                        .withCoupledGates()
                        .withProjection(1));
        // without layer norm: cells that are clipped hardly differ, and it would blow up rounding
        all.put(
                "activations, peepholes, projection, cell clip",
                plain.withActivations(
                                new LstmActivations(
                                        Activation.HARD_SIGMOID,
                                        Activation.SIGMOID,
                                        Activation.SOFTSIGN,
                                        Activation.HARD_SIGMOID_FIFTH,
                                        Activation.SILU))
                        .withPeepholes()
                        .withProjection(1)
                        .withCellClip(0.4));
        return all;
    }

    /// A line for each.
    public static List<CellZoo> all() {
        return kinds().entrySet().stream()
                .map(kind -> zoo(("lstm " + kind.getKey()).strip(), kind.getValue()))
                .toList();
    }

    /// Layer normalisation gets more numbers than asked for: of one input, whatever it is, it
    /// leaves the sign, of two units as well.
    private static CellZoo zoo(String name, LstmOptions options) {
        boolean projected = options.projection() > 0;
        boolean normal = options.gates().layerNorm();
        return new CellZoo(
                name,
                (input, hidden, init) ->
                        unlikeNorms(
                                new LstmCell(
                                        normal ? input + 2 : input,
                                        normal || projected ? hidden + 4 : hidden,
                                        projected ? options.withProjection(hidden) : options,
                                        init),
                                init.rng().fork("norms")));
    }

    /// With norms that are not all ones and zeros, and so small that what rounding has changed does
    /// not grow from step to step.
    private static LstmCell unlikeNorms(LstmCell cell, Rng rng) {
        Map<String, Tensor> weights = new LinkedHashMap<>(cell.parameters().asMap());
        weights.replaceAll((name, weight) ->
                name.startsWith("norm_")
                        ? rng.uniform(weight.type(), 0.2, 0.6, weight.dim(0))
                        : weight);
        cell.parameters().load(weights);
        return cell;
    }
}
