package org.unroll.recurrent;

import java.util.Objects;
import org.unroll.nn.Activation;
import org.unroll.nn.ActivationFunction;

/// What can be chosen of a Jordan cell.
///
/// @param activation the function f of the hidden units
/// @param outputActivation the function g of the outputs
/// @param gates how the sum under the hidden units is made; without biases ([Bias#NONE]) the
///   outputs have none either
public record JordanOptions(
        ActivationFunction activation, ActivationFunction outputActivation, GateOptions gates) {
    private static final JordanOptions STANDARD =
            new JordanOptions(Activation.TANH, Activation.IDENTITY, GateOptions.oneBias());

    /// Checks that nothing is null.
    public JordanOptions {
        Objects.requireNonNull(activation, "activation");
        Objects.requireNonNull(outputActivation, "outputActivation");
        Objects.requireNonNull(gates, "gates");
    }

    /// Hidden units with tanh and one bias ([GateOptions#oneBias]); outputs as they come from their
    /// layer.
    public static JordanOptions standard() {
        return STANDARD;
    }

    /// With this function of the hidden units.
    public JordanOptions withActivation(ActivationFunction activation) {
        return new JordanOptions(activation, outputActivation, gates);
    }

    /// With this function of the outputs, which are fed back.
    public JordanOptions withOutputActivation(ActivationFunction outputActivation) {
        return new JordanOptions(activation, outputActivation, gates);
    }

    /// With sums made in this way, biases included: begin with [GateOptions#oneBias] to keep the
    /// one bias.
    public JordanOptions withGates(GateOptions gates) {
        return new JordanOptions(activation, outputActivation, gates);
    }
}
