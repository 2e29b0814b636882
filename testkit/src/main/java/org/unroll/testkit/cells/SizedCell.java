package org.unroll.testkit.cells;

import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.State;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// What all cells say of themselves.
///
/// @param <S> the state
public abstract class SizedCell<S extends State<S>> implements RecurrentCell<S> {
    private final int inputSize;
    private final int outputSize;
    private final Parameters parameters;

    SizedCell(int inputSize, int outputSize, Parameters parameters) {
        this.inputSize = inputSize;
        this.outputSize = outputSize;
        this.parameters = parameters;
    }

    final Tensor zeros(int... dims) {
        return Tensor.zeros(type(), dims);
    }

    final DType type() {
        return parameters.tensors().getFirst().type();
    }

    @Override
    public final int inputSize() {
        return inputSize;
    }

    @Override
    public final int outputSize() {
        return outputSize;
    }

    @Override
    public final Parameters parameters() {
        return parameters;
    }

    @Override
    public final String toString() {
        return "%s(%d -> %d)".formatted(getClass().getSimpleName(), inputSize, outputSize);
    }
}
