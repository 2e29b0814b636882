package org.unroll.recurrent;

import java.util.Locale;
import org.unroll.nn.Activation;
import org.unroll.nn.Init;

/// The built-in cells by name.
public enum CellKind {
    /// Elman's network with tanh.
    RNN,
    /// Elman's network with relu.
    RNN_RELU,
    /// Long short-term memory.
    LSTM,
    /// The gated recurrent unit, as PyTorch's.
    GRU;

    /// The kind of this name: `rnn`, `rnn-relu`, `lstm` or `gru`.
    ///
    /// @throws IllegalArgumentException if there is none
    public static CellKind named(String name) {
        for (CellKind kind : values()) {
            if (kind.toString().equals(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "expected a cell rnn, rnn-relu, lstm or gru but got '" + name + "'");
    }

    /// A stack of layers of this kind.
    public RecurrentStack<?> stack(RecurrentOptions options, Init init) {
        return switch (this) {
            case RNN -> RecurrentStack.elman(options, init);
            case RNN_RELU ->
                    RecurrentStack.elman(
                            options, ElmanOptions.standard().withActivation(Activation.RELU), init);
            case LSTM -> RecurrentStack.lstm(options, init);
            case GRU -> RecurrentStack.gru(options, init);
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
