package org.unroll.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.unroll.nn.Init;
import org.unroll.nn.LayerNorm;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// Layer normalisation of one side's sums, by groups of gates.
///
/// @param weight `[gates * hidden]`
/// @param bias `[gates * hidden]`
record GateNorm(GateShape shape, Tensor weight, Tensor bias) {
    private static final double EPSILON = 1e-5; // PyTorch's LayerNorm

    static GateNorm of(GateShape shape, DType type) {
        for (int i = 0; i < shape.normGroups().size(); i++) {
            checkSpan(
                    shape.normGroups().get(i) * shape.hiddenSize(),
                    " for group %d of %s gates".formatted(i, shape.normGroups()));
        }
        int size = shape.gates() * shape.hiddenSize();
        return new GateNorm(shape, Tensor.ones(type, size), Tensor.zeros(type, size));
    }

    /// Layer normalisation of one number of each unit.
    static LayerNorm ofUnits(int hiddenSize, Init init) {
        checkSpan(hiddenSize, "");
        return new LayerNorm(hiddenSize, init).withEpsilon(EPSILON);
    }

    private static void checkSpan(int size, String where) {
        if (size < 2) {
            throw new IllegalArgumentException(
                    "layer normalisation of a single number gives a constant: expected a hidden"
                            + " size of at least 2%s but got %d".formatted(where, size));
        }
    }

    /// The sums of the gates from `from` to `to`, which are whole groups, normalised.
    Tensor of(Tensor sums, int from, int to) {
        List<Tensor> parts = new ArrayList<>();
        int gate = 0;
        for (int group : shape.normGroups()) {
            if (gate >= from && gate + group <= to) {
                parts.add(part(sums, 1, gate - from, gate - from + group).normalized(-1, EPSILON));
            } else if (gate < to && gate + group > from) {
                throw new IllegalArgumentException(
                        "gates %d to %d are no whole groups of the layer normalisation's %s"
                                .formatted(from, to, shape.normGroups()));
            }
            gate += group;
        }
        return Tensor.concat(1, parts)
                .times(part(weight, 0, from, to))
                .plus(part(bias, 0, from, to));
    }

    private Tensor part(Tensor of, int axis, int from, int to) {
        int hidden = shape.hiddenSize();
        return of.dim(axis) == (to - from) * hidden
                ? of
                : of.slice(axis, from * hidden, to * hidden);
    }

    Parameters parameters(String side) {
        return Parameters.of("norm_weight_" + side, weight, "norm_bias_" + side, bias);
    }
}
