package org.unroll.recurrent;

import java.util.function.Predicate;

/// What a weight of a recurrent layer is for, told by its name: chooses weights by
/// [org.unroll.tensor.Parameters#where].
///
/// The last part of a name decides, so weights are found in networks too, under names such as
/// `1.weight_hh_l0_reverse`. What only some cells have is of no kind: a projection (`weight_hr`,
/// `weight_ho`), peepholes, the weights and biases of norms (`norm_...`). They are chosen by their
/// names, `where(name -> name.contains("weight_hr"))`.
public enum WeightKind implements Predicate<String> {
    /// Weights of the input, `weight_ih...`: Keras's `kernel`.
    INPUT("weight_ih"),
    /// Weights of the state, `weight_hh...`: Keras's `recurrent_kernel`.
    RECURRENT("weight_hh"),
    /// Biases, `bias...`, those of layers that are not recurrent too: Keras's `bias`.
    BIAS("bias");

    private final String start;

    WeightKind(String start) {
        this.start = start;
    }

    /// Whether a tensor of this name is of this kind.
    @Override
    public boolean test(String name) {
        return name.startsWith(start, name.lastIndexOf('.') + 1);
    }
}
