package org.unroll.benchmarks.shared;

/// The equations of a recurrent layer.
public enum Cell {
    /// tanh
    ELMAN(1),
    /// as PyTorch's
    LSTM(4),
    /// as PyTorch's
    GRU(3),
    /// an LSTM with relu for the candidate and the cell's output
    RELU_LSTM(4);

    private final int gates;

    Cell(int gates) {
        this.gates = gates;
    }

    /// How many times the hidden size a timestep's product is wide.
    public int gates() {
        return gates;
    }
}
