package org.unroll.recurrent;

/// The two things in which published GRUs differ.
///
/// @param reset where the reset gate acts
/// @param update which side the update gate keeps
public record GruOptions(Reset reset, Update update) {
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

    /// As PyTorch and cuDNN: reset after the product, z keeps the state.
    public static GruOptions standard() {
        return new GruOptions(Reset.AFTER_PRODUCT, Update.KEEPS_STATE);
    }

    /// As the paper: reset before the product, z keeps the state.
    public static GruOptions paper() {
        return standard().withReset(Reset.BEFORE_PRODUCT);
    }

    /// With the reset gate at another place.
    public GruOptions withReset(Reset reset) {
        return new GruOptions(reset, update);
    }

    /// With the update gate on another side.
    public GruOptions withUpdate(Update update) {
        return new GruOptions(reset, update);
    }
}
