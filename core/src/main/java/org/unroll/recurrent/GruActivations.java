package org.unroll.recurrent;

import java.util.Objects;
import org.unroll.nn.Activation;
import org.unroll.nn.ActivationFunction;

/// The functions of a GRU's gates and of its candidate. Keras calls the candidate's `activation`
/// and that of both gates `recurrent_activation`.
///
/// @param resetGate of the reset gate; values from 0 to 1 are meant
/// @param updateGate of the update gate; values from 0 to 1 are meant
/// @param candidate of the candidate
public record GruActivations(
        ActivationFunction resetGate, ActivationFunction updateGate, ActivationFunction candidate) {
    private static final GruActivations STANDARD =
            new GruActivations(Activation.SIGMOID, Activation.SIGMOID, Activation.TANH);

    /// Checks that nothing is null.
    public GruActivations {
        Objects.requireNonNull(resetGate, "resetGate");
        Objects.requireNonNull(updateGate, "updateGate");
        Objects.requireNonNull(candidate, "candidate");
    }

    /// Everybody's: sigmoid for the gates, tanh for the candidate.
    public static GruActivations standard() {
        return STANDARD;
    }

    /// With this function of both gates.
    public GruActivations withGates(ActivationFunction gates) {
        return new GruActivations(gates, gates, candidate);
    }

    /// With this function of the reset gate alone.
    public GruActivations withResetGate(ActivationFunction resetGate) {
        return new GruActivations(resetGate, updateGate, candidate);
    }

    /// With this function of the update gate alone.
    public GruActivations withUpdateGate(ActivationFunction updateGate) {
        return new GruActivations(resetGate, updateGate, candidate);
    }

    /// With this function of the candidate.
    public GruActivations withCandidate(ActivationFunction candidate) {
        return new GruActivations(resetGate, updateGate, candidate);
    }

    @Override
    public String toString() {
        return "reset gate %s, update gate %s, candidate %s"
                .formatted(resetGate.label(), updateGate.label(), candidate.label());
    }
}
