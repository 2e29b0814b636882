package org.unroll.recurrent;

import java.util.Arrays;
import java.util.List;

/// How many gates a cell has, and how large. "Gates" are all rows of numbers that a cell sums up
/// from input and state, the candidate among them.
///
/// @param gates how many, at least 1
/// @param inputSize the length of an input, at least 1
/// @param stateSize the length of what is fed back, at least 1
/// @param hiddenSize the length of each gate, at least 1
/// @param forgetGate which of the gates is the forget gate, whose bias [starts on its
///   own][org.unroll.nn.Init#withForgetBias], or -1 for none
/// @param normGroups how many gates each layer normalisation spans, one after the other; all of
///   them together are `gates`
public record GateShape(
        int gates,
        int inputSize,
        int stateSize,
        int hiddenSize,
        int forgetGate,
        List<Integer> normGroups) {
    /// Checks that everything fits together.
    public GateShape {
        if (gates < 1 || inputSize < 1 || stateSize < 1 || hiddenSize < 1) {
            throw new IllegalArgumentException(
                    "expected sizes of at least 1 but got %d gates, inputSize %d, stateSize %d, hiddenSize %d"
                            .formatted(gates, inputSize, stateSize, hiddenSize));
        }
        if (forgetGate < -1 || forgetGate >= gates) {
            throw new IllegalArgumentException(
                    "expected a forget gate below %d, or -1, but got %d"
                            .formatted(gates, forgetGate));
        }
        normGroups = List.copyOf(normGroups);
        if (normGroups.stream().anyMatch(group -> group < 1)
                || normGroups.stream().mapToInt(Integer::intValue).sum() != gates) {
            throw new IllegalArgumentException(
                    "expected groups that make up %d gates but got %s"
                            .formatted(gates, normGroups));
        }
    }

    /// Gates of a cell that feeds its hidden state back; one layer normalisation spans them all.
    public static GateShape of(int gates, int inputSize, int hiddenSize) {
        return new GateShape(gates, inputSize, hiddenSize, hiddenSize, -1, List.of(gates));
    }

    /// Of a cell that feeds something back that is not of the gates' length: a projection, an
    /// output.
    public GateShape withStateSize(int stateSize) {
        return new GateShape(gates, inputSize, stateSize, hiddenSize, forgetGate, normGroups);
    }

    /// With a forget gate.
    public GateShape withForgetGate(int forgetGate) {
        return new GateShape(gates, inputSize, stateSize, hiddenSize, forgetGate, normGroups);
    }

    /// With a layer normalisation for each of these groups of gates: so many gates in the first, so
    /// many in the second. For gates that are not computed at once, as in a GRU.
    public GateShape withNormGroups(int... normGroups) {
        List<Integer> groups = Arrays.stream(normGroups).boxed().toList();
        return new GateShape(gates, inputSize, stateSize, hiddenSize, forgetGate, groups);
    }
}
