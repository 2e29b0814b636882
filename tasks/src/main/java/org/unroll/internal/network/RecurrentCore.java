package org.unroll.internal.network;

import java.util.List;
import org.unroll.model.NetworkOptions;
import org.unroll.nn.Init;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentOutput;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.recurrent.StackState;
import org.unroll.recurrent.State;
import org.unroll.recurrent.Step;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// The recurrent layers of a task's network, whatever their cell: states are lists of tensors here,
/// so that nobody else needs to know their type.
///
/// @param <S> the state of a layer
public final class RecurrentCore<S extends State<S>> {
    private final String name;
    private final RecurrentStack<S> stack;

    private RecurrentCore(String name, RecurrentStack<S> stack) {
        this.name = name;
        this.stack = stack;
    }

    /// Outputs of a sequence, and the state after it.
    ///
    /// @param outputs the last layer's outputs
    /// @param state the state of every layer after the sequence
    public record Run(Sequence outputs, List<Tensor> state) {}

    /// One timestep's output `[rows, hidden]`, and the state after it.
    ///
    /// @param output the last layer's output
    /// @param state the state of every layer after the step
    public record Stepped(Tensor output, List<Tensor> state) {}

    /// Fresh layers; dropout is between them.
    public static RecurrentCore<?> of(NetworkOptions network, Init init) {
        RecurrentOptions options =
                RecurrentOptions.of(network.embeddingSize(), network.hiddenSize())
                        .withLayers(network.layers())
                        .withDropout(network.layers() > 1 ? network.dropout() : 0);
        String name =
                switch (network.cell()) {
                    case LSTM -> "lstm";
                    case GRU -> "gru";
                    case RNN, RNN_RELU -> "rnn";
                };
        return named(name, network.cell().stack(options, init));
    }

    private static <S extends State<S>> RecurrentCore<S> named(
            String name, RecurrentStack<S> stack) {
        return new RecurrentCore<>(name, stack);
    }

    /// The parameters under the name that PyTorch's users give to such a module:
    /// `lstm.weight_ih_l0` and so on.
    public Parameters parameters() {
        return stack.parameters().under(name);
    }

    /// The layers themselves, for a summary.
    public RecurrentStack<S> layer() {
        return stack;
    }

    /// Runs over a sequence from a state of zeros.
    public Sequence forward(Sequence input, Mode mode) {
        return stack.forward(input, mode);
    }

    /// Runs over a sequence from a state that a run gave, or from zeros if the list is empty.
    public Run run(Sequence input, List<Tensor> state, Mode mode) {
        RecurrentOutput<StackState<S>> output = stack.run(input, state(state, input.rows()), mode);
        return new Run(output.outputs(), output.finalState().tensors());
    }

    /// Makes one timestep from a state that a step gave, or from zeros if the list is empty.
    public Stepped step(Tensor input, List<Tensor> state) {
        Step<StackState<S>> step = stack.step(input, state(state, input.dim(0)));
        return new Stepped(step.output(), step.state().tensors());
    }

    private StackState<S> state(List<Tensor> tensors, int rows) {
        StackState<S> zeros = stack.initialState(rows);
        return tensors.isEmpty() ? zeros : zeros.with(tensors);
    }
}
