package org.unroll.benchmarks;

import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.RecurrentOutput;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.recurrent.StackState;
import org.unroll.recurrent.State;
import org.unroll.recurrent.Step;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// A stack of recurrent layers, whatever its state.
final class Layers<S extends State<S>> {
    private final RecurrentStack<S> stack;
    private StackState<S> live;

    Layers(RecurrentStack<S> stack) {
        this.stack = stack;
        live = stack.initialState(1);
    }

    Layers<S> eagerly() {
        return new Layers<>(stack.eagerly());
    }

    Parameters parameters() {
        return stack.parameters();
    }

    /// The outputs of all timesteps.
    Tensor outputs(Sequence input, Mode mode) {
        return stack.run(input, mode).outputs().values();
    }

    /// The last layer's hidden state after each row's own last timestep.
    Tensor last(Sequence input, Mode mode) {
        RecurrentOutput<StackState<S>> output = stack.run(input, mode);
        return output.finalState().last().tensors().getFirst();
    }

    /// One timestep of one row, from the state that the last call left.
    Tensor next(Tensor input) {
        Step<StackState<S>> step = stack.step(input, live);
        live = step.state();
        return step.output();
    }
}
