package org.unroll.nn;

import java.util.OptionalInt;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// A table of vectors, looked up by index.
///
/// Input `[...]` of type int32 with indices from 0 to `count - 1`, result `[..., size]`, `weight`
/// `[count, size]`. With a padding index, the vector of that index starts as zeros and gets no
/// gradient, as in PyTorch; Keras's `mask_zero` masks later layers instead, for which a [Sequence]
/// has its lengths.
///
/// A recurrent layer that comes next works on the rows of a small table instead of those of all
/// tokens; with a large one, [org.unroll.tensor.Gradients] keep the rows that were used, and some
/// optimizers visit no others.
public final class Embedding implements Layer {
    private final Tensor weight;
    private final int paddingIndex; // -1: none

    /// Without a padding index.
    ///
    /// @param count number of vectors, at least 1
    /// @param size size of each vector, at least 1
    public Embedding(int count, int size, Init init) {
        this(table(count, size, -1, init), -1);
    }

    private Embedding(Tensor weight, int paddingIndex) {
        this.weight = weight;
        this.paddingIndex = paddingIndex;
    }

    /// With a vector that stands for padding.
    ///
    /// @param paddingIndex from 0 to `count - 1`
    public static Embedding withPadding(int count, int size, int paddingIndex, Init init) {
        if (paddingIndex < 0 || paddingIndex >= count) {
            throw new IllegalArgumentException(
                    "expected paddingIndex from 0 to %d but got %d"
                            .formatted(count - 1, paddingIndex));
        }
        return new Embedding(table(count, size, paddingIndex, init), paddingIndex);
    }

    private static Tensor table(int count, int size, int paddingIndex, Init init) {
        return init.embedding(
                Checks.atLeastOne("count", count), Checks.atLeastOne("size", size), paddingIndex);
    }

    @Override
    public Sequence forward(Sequence input, Mode mode) {
        Tensor indices = input.values();
        checkIndices(indices);
        return input.with(
                paddingIndex < 0 ? weight.rows(indices) : weight.rows(indices, paddingIndex));
    }

    private void checkIndices(Tensor indices) {
        if (indices.type() != DType.INT32) {
            throw new IllegalArgumentException(
                    "%s: expected indices of type int32 but got %s %s"
                            .formatted(this, indices.type(), indices.shape()));
        }
        int[] at = (int[]) indices.array();
        for (int i = 0; i < at.length; i++) {
            if (at[i] < 0 || at[i] >= count()) {
                throw new IllegalArgumentException(
                        "%s: expected indices from 0 to %d but position %d of %s holds %d"
                                .formatted(this, count() - 1, i, indices.shape(), at[i]));
            }
        }
    }

    /// Number of vectors.
    public int count() {
        return weight.dim(0);
    }

    /// Size of each vector.
    public int size() {
        return weight.dim(1);
    }

    /// The index that stands for padding, if there is one.
    public OptionalInt paddingIndex() {
        return paddingIndex < 0 ? OptionalInt.empty() : OptionalInt.of(paddingIndex);
    }

    /// The table itself, for layers that share it.
    Tensor table() {
        return weight;
    }

    @Override
    public Parameters parameters() {
        return Parameters.of("weight", weight);
    }

    @Override
    public Shape outputShape(Shape input) {
        return input.inserted(input.rank(), size());
    }

    @Override
    public String toString() {
        return "Embedding(%d -> %d%s)"
                .formatted(count(), size(), paddingIndex < 0 ? "" : ", padding " + paddingIndex);
    }
}
