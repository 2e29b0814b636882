package org.unroll.model;

import java.util.Objects;
import org.unroll.recurrent.CellKind;
import org.unroll.tensor.DType;

/// The network that every task puts between its embedding and its last layer.
///
/// @param cell the recurrent cell
/// @param layers recurrent layers on top of each other
/// @param hiddenSize size of each layer's state
/// @param embeddingSize numbers that a token becomes
/// @param dropout share of values dropped in training: between layers, and where the task says
/// @param type the numbers of the model
public record NetworkOptions(
        CellKind cell, int layers, int hiddenSize, int embeddingSize, double dropout, DType type) {
    /// Checks every number.
    public NetworkOptions {
        Objects.requireNonNull(cell, "cell");
        Objects.requireNonNull(type, "type");
        if (layers < 1 || hiddenSize < 1 || embeddingSize < 1) {
            throw new IllegalArgumentException(
                    "expected layers, hidden size and embedding size of at least 1 but got %d, %d and %d"
                            .formatted(layers, hiddenSize, embeddingSize));
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("expected a dropout in [0, 1) but got " + dropout);
        }
        if (type == DType.INT32) {
            throw new IllegalArgumentException(
                    "expected float32 or float64 for a model but got int32");
        }
    }

    /// One layer of `cell` in float32, hidden size 128, embedding size 32, no dropout.
    public static NetworkOptions of(CellKind cell) {
        return new NetworkOptions(cell, 1, 128, 32, 0, DType.FLOAT32);
    }

    /// A copy with another cell.
    public NetworkOptions withCell(CellKind cell) {
        return new NetworkOptions(cell, layers, hiddenSize, embeddingSize, dropout, type);
    }

    /// A copy with so many layers.
    public NetworkOptions withLayers(int layers) {
        return new NetworkOptions(cell, layers, hiddenSize, embeddingSize, dropout, type);
    }

    /// A copy with another hidden size.
    public NetworkOptions withHiddenSize(int hiddenSize) {
        return new NetworkOptions(cell, layers, hiddenSize, embeddingSize, dropout, type);
    }

    /// A copy with another embedding size.
    public NetworkOptions withEmbeddingSize(int embeddingSize) {
        return new NetworkOptions(cell, layers, hiddenSize, embeddingSize, dropout, type);
    }

    /// A copy with another dropout.
    public NetworkOptions withDropout(double dropout) {
        return new NetworkOptions(cell, layers, hiddenSize, embeddingSize, dropout, type);
    }

    /// A copy with other numbers.
    public NetworkOptions withType(DType type) {
        return new NetworkOptions(cell, layers, hiddenSize, embeddingSize, dropout, type);
    }
}
