package org.unroll.recurrent;

import java.util.function.Predicate;

/// What a weight of a recurrent layer is for, told by its name: chooses weights by
/// [org.unroll.tensor.Parameters#where]. Each weight of a built-in cell, and of what is put around
/// one, is of exactly one kind.
///
/// The last part of a name decides, so weights are found in networks too, under names such as
/// `1.weight_hh_l0_reverse`. Several kinds together are
/// `where(WeightKind.INPUT.or(WeightKind.RECURRENT))`. The weights of layers that are not recurrent
/// are of no kind, but for their biases.
public enum WeightKind implements Predicate<String> {
    /// Weights of the input, `weight_ih...`: Keras's `kernel`.
    INPUT("weight_ih"),
    /// Weights of the state, `weight_hh...`: Keras's `recurrent_kernel`. An [IndependentCell] has
    /// one for each unit.
    RECURRENT("weight_hh"),
    /// Weights between the units and what is handed out and fed back: an LSTM's projection,
    /// `weight_hr...`, and a [JordanCell]'s output, `weight_ho...`.
    OUTPUT("weight_hr", "weight_ho"),
    /// What gates see of the cell state, `peephole...`: one number for each gate and unit.
    PEEPHOLE("peephole"),
    /// Biases of sums, `bias...`, those of layers that are not recurrent too: Keras's `bias`.
    BIAS("bias"),
    /// Weights and biases of layer normalisation, `norm_...`. As a rule they are not decayed.
    NORM("norm_"),
    /// Initial states that are learned, `start_...`: [LearnedStart].
    START("start_");

    private final String start;
    private final String other;

    WeightKind(String start) {
        this(start, start);
    }

    WeightKind(String start, String other) {
        this.start = start;
        this.other = other;
    }

    /// Whether a tensor of this name is of this kind.
    @Override
    public boolean test(String name) {
        int last = name.lastIndexOf('.') + 1;
        return name.startsWith(start, last) || name.startsWith(other, last);
    }
}
