package org.unroll.recurrent;

import java.util.Objects;
import org.unroll.nn.Activation;
import org.unroll.nn.ActivationFunction;

/// What can be chosen of an Elman cell, and of independent units.
///
/// @param activation the function of the sum: PyTorch's `nonlinearity`, Keras's `activation`
/// @param gates how the sum is made
public record ElmanOptions(ActivationFunction activation, GateOptions gates) {
    private static final ElmanOptions STANDARD =
            new ElmanOptions(Activation.TANH, GateOptions.standard());

    /// Checks that nothing is null.
    public ElmanOptions {
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(gates, "gates");
    }

    /// PyTorch's: tanh, two biases.
    public static ElmanOptions standard() {
        return STANDARD;
    }

    /// What an [IndependentCell] has without options, its paper's: relu, one bias.
    public static ElmanOptions independent() {
        return new ElmanOptions(Activation.RELU, GateOptions.oneBias());
    }

    /// With this function of the sum.
    public ElmanOptions withActivation(ActivationFunction activation) {
        return new ElmanOptions(activation, gates);
    }

    /// With sums made in this way, biases included.
    public ElmanOptions withGates(GateOptions gates) {
        return new ElmanOptions(activation, gates);
    }
}
