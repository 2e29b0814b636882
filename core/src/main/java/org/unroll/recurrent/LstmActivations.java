package org.unroll.recurrent;

import java.util.Objects;
import org.unroll.nn.Activation;
import org.unroll.nn.ActivationFunction;

/// The functions inside an LSTM, each of which may be another one.
///
/// @param inputGate sigmoid as a rule
/// @param forgetGate sigmoid as a rule; not used by [LstmOptions#withCoupledGates]
/// @param candidate tanh as a rule
/// @param outputGate sigmoid as a rule
/// @param cell of the cell state, before the output gate; tanh as a rule
public record LstmActivations(
        ActivationFunction inputGate,
        ActivationFunction forgetGate,
        ActivationFunction candidate,
        ActivationFunction outputGate,
        ActivationFunction cell) {
    private static final LstmActivations STANDARD =
            new LstmActivations(
                    Activation.SIGMOID,
                    Activation.SIGMOID,
                    Activation.TANH,
                    Activation.SIGMOID,
                    Activation.TANH);

    /// Checks that nothing is null.
    public LstmActivations {
        Objects.requireNonNull(inputGate, "inputGate");
        Objects.requireNonNull(forgetGate, "forgetGate");
        Objects.requireNonNull(candidate, "candidate");
        Objects.requireNonNull(outputGate, "outputGate");
        Objects.requireNonNull(cell, "cell");
    }

    /// Three sigmoids and two tanh.
    public static LstmActivations standard() {
        return STANDARD;
    }

    /// With one function for all three gates: Keras's `recurrent_activation`.
    public LstmActivations withGates(ActivationFunction gates) {
        return new LstmActivations(gates, gates, candidate, gates, cell);
    }

    /// With one function in the place of both tanh: Keras's `activation`.
    public LstmActivations withCandidateAndCell(ActivationFunction both) {
        return new LstmActivations(inputGate, forgetGate, both, outputGate, both);
    }

    /// With this function of the input gate.
    public LstmActivations withInputGate(ActivationFunction inputGate) {
        return new LstmActivations(inputGate, forgetGate, candidate, outputGate, cell);
    }

    /// With this function of the forget gate.
    public LstmActivations withForgetGate(ActivationFunction forgetGate) {
        return new LstmActivations(inputGate, forgetGate, candidate, outputGate, cell);
    }

    /// With this function of the candidate.
    public LstmActivations withCandidate(ActivationFunction candidate) {
        return new LstmActivations(inputGate, forgetGate, candidate, outputGate, cell);
    }

    /// With this function of the output gate.
    public LstmActivations withOutputGate(ActivationFunction outputGate) {
        return new LstmActivations(inputGate, forgetGate, candidate, outputGate, cell);
    }

    /// With this function of the cell state.
    public LstmActivations withCell(ActivationFunction cell) {
        return new LstmActivations(inputGate, forgetGate, candidate, outputGate, cell);
    }

    /// Whether the forget gate has a function that was chosen for it alone.
    boolean hasOwnForgetGate() {
        return !forgetGate.equals(STANDARD.forgetGate) && !forgetGate.equals(inputGate);
    }

    /// In the order of the equations.
    @Override
    public String toString() {
        return "input gate %s, forget gate %s, candidate %s, output gate %s, cell %s"
                .formatted(
                        inputGate.label(),
                        forgetGate.label(),
                        candidate.label(),
                        outputGate.label(),
                        cell.label());
    }
}
