package org.unroll.testkit.cells;

import org.unroll.nn.Init;
import org.unroll.nn.Linear;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// States of two widths, constants, a softmax, exponentials, and a choice by value.
public final class MixedCell implements RecurrentCell<MixedState> {
    private final Linear toLevel;
    private final Linear toScores;
    private final int hiddenSize;

    public MixedCell(int inputSize, int hiddenSize, Init init) {
        this.hiddenSize = hiddenSize;
        toLevel = new Linear(inputSize, 3, init);
        toScores = new Linear(inputSize + 3, hiddenSize, init);
    }

    @Override
    public Step<MixedState> step(Tensor input, MixedState state, StepContext context) {
        Tensor level = state.level().times(0.75).plus(toLevel.forward(input).times(0.25));
        Tensor scores = toScores.forward(Tensor.concat(1, input, level));
        Tensor attention = scores.plus(state.attention()).softmax(1);
        Tensor squashed =
                Tensor.where(
                        scores.greaterThan(0),
                        scores.negated().exp().plus(1).reciprocal(),
                        scores.exp().dividedBy(scores.exp().plus(1)));
        Tensor output = Tensor.concat(1, squashed.times(attention), level.abs().plus(1).log());
        return new Step<>(output, new MixedState(level, attention));
    }

    @Override
    public MixedState initialState(int rows) {
        DType type = toLevel.parameters().get("weight").type();
        return new MixedState(
                Tensor.zeros(type, rows, 3), Tensor.full(type, 1.0 / hiddenSize, rows, hiddenSize));
    }

    @Override
    public int inputSize() {
        return toLevel.inputSize();
    }

    @Override
    public int outputSize() {
        return hiddenSize + 3;
    }

    @Override
    public Parameters parameters() {
        return Parameters.join(
                toLevel.parameters().under("level"), toScores.parameters().under("scores"));
    }
}
