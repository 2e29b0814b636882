package org.unroll.testkit.steps;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.State;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// A cell around one operation: its output is the operation's result, and both states depend on
/// that, so that values and gradients go through the operation at every timestep.
final class StepCell implements RecurrentCell<StepCell.Both> {
    /// @param h `[rows, 6]`
    /// @param m `[rows, 2, 3]`
    record Both(Tensor h, Tensor m) implements State<Both> {
        @Override
        public List<Tensor> tensors() {
            return List.of(h, m);
        }

        @Override
        public Both with(List<Tensor> tensors) {
            return new Both(tensors.get(0), tensors.get(1));
        }
    }

    final AtomicInteger calls = new AtomicInteger(); // of the step
    private final StepCase.Equation equation;
    private final StepParameters p;
    private final int outputSize;

    StepCell(StepCase.Equation equation, DType type) {
        this.equation = equation;
        p = StepParameters.random(type);
        Both some = initialState(4);
        outputSize = value(Tensor.full(type, 0.3, 4, 6), some).dim(1);
    }

    private Tensor value(Tensor x, Both state) {
        Tensor value = equation.of(new StepCase.Given(x, state.h, state.m, p)).to(p.type());
        int size = value.size() / value.dim(0);
        return value.reshaped(x.dim(0), size);
    }

    @Override
    public Step<Both> step(Tensor input, Both state, StepContext context) {
        calls.incrementAndGet();
        Tensor value = value(input, state);
        Tensor mean = value.times(0.1).sum(1).tanh().unsqueezed(1);
        Tensor h = state.h.times(0.6).plus(input.times(0.3)).plus(mean.times(0.2));
        Tensor m =
                state.m
                        .times(0.7)
                        .plus(mean.unsqueezed(2).times(0.1))
                        .plus(input.reshaped(input.dim(0), 2, 3).times(0.2));
        return new Step<>(value, new Both(h, m));
    }

    @Override
    public Both initialState(int rows) {
        return new Both(
                Tensor.full(p.type(), 0.25, rows, 6), Tensor.full(p.type(), -0.5, rows, 2, 3));
    }

    @Override
    public int inputSize() {
        return 6;
    }

    @Override
    public int outputSize() {
        return outputSize;
    }

    @Override
    public Parameters parameters() {
        return p.parameters();
    }
}
