package org.unroll.recurrent;

import java.util.Objects;

/// What can be chosen of a GRU.
///
/// @param reset where the reset gate acts
/// @param update which side the update gate keeps
/// @param activations the functions of gates and candidate
/// @param gates how the sums under them are made
public record GruOptions(
        Reset reset, Update update, GruActivations activations, GateOptions gates) {
    private static final GruOptions STANDARD =
            new GruOptions(
                    Reset.AFTER_PRODUCT,
                    Update.KEEPS_STATE,
                    GruActivations.standard(),
                    GateOptions.standard());

    /// Where the reset gate acts on the hidden state.
    public enum Reset {
        /// After the product, `n = tanh(W_in x + b_in + r ∘ (W_hn h + b_hn))`: PyTorch, cuDNN,
        /// Keras by default.
        AFTER_PRODUCT,
        /// Before the product, `n = tanh(W_in x + b_in + W_hn (r ∘ h) + b_hn)`: the paper, Keras
        /// with `reset_after=False`.
        BEFORE_PRODUCT
    }

    /// What the update gate z is multiplied with.
    public enum Update {
        /// `h' = (1 - z) ∘ n + z ∘ h`: the paper's first version, PyTorch, Keras.
        KEEPS_STATE,
        /// `h' = (1 - z) ∘ h + z ∘ n`: many textbooks and courses.
        TAKES_CANDIDATE
    }

    /// Checks that nothing is null.
    public GruOptions {
        Objects.requireNonNull(reset, "reset");
        Objects.requireNonNull(update, "update");
        Objects.requireNonNull(activations, "activations");
        Objects.requireNonNull(gates, "gates");
    }

    /// As PyTorch and cuDNN: reset after the product, z keeps the state, two biases.
    public static GruOptions standard() {
        return STANDARD;
    }

    /// The paper's equations, with PyTorch's two biases: reset before the product, z keeps the
    /// state. [GateOptions#oneBias] gives one bias.
    public static GruOptions paper() {
        return standard().withReset(Reset.BEFORE_PRODUCT);
    }

    /// With the reset gate at another place.
    public GruOptions withReset(Reset reset) {
        return new GruOptions(reset, update, activations, gates);
    }

    /// With the update gate on another side.
    public GruOptions withUpdate(Update update) {
        return new GruOptions(reset, update, activations, gates);
    }

    /// With these functions of gates and candidate.
    public GruOptions withActivations(GruActivations activations) {
        return new GruOptions(reset, update, activations, gates);
    }

    /// With sums made in this way.
    public GruOptions withGates(GateOptions gates) {
        return new GruOptions(reset, update, activations, gates);
    }
}
