package org.unroll.recurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.unroll.nn.Activation;
import org.unroll.nn.Dropout;
import org.unroll.nn.Init;
import org.unroll.nn.Layer;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.FiniteCheck;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// Recurrent layers on top of each other, each fed with the outputs of the one below, with dropout
/// between them in training: PyTorch's `nn.RNN`, `nn.LSTM` and `nn.GRU`, with their names for the
/// weights (`weight_ih_l0`, ...). One layer is a stack of one.
///
/// @param <S> the state of one layer
public final class RecurrentStack<S extends State<S>> implements Layer {
    private final List<Recurrent<S>> layers;
    private final Dropout dropout;

    private RecurrentStack(List<Recurrent<S>> layers, double dropout) {
        this.layers = layers;
        this.dropout = new Dropout(dropout);
    }

    /// Elman layers with tanh.
    public static RecurrentStack<HiddenState> elman(RecurrentOptions options, Init init) {
        return elman(options, Activation.TANH, init);
    }

    /// Elman layers with an activation function of choice.
    public static RecurrentStack<HiddenState> elman(
            RecurrentOptions options, Activation activation, Init init) {
        return stack(options, in -> new ElmanCell(in, options.hiddenSize(), activation, init));
    }

    /// LSTM layers.
    public static RecurrentStack<LstmState> lstm(RecurrentOptions options, Init init) {
        return stack(options, in -> new LstmCell(in, options.hiddenSize(), init));
    }

    /// GRU layers as PyTorch's.
    public static RecurrentStack<HiddenState> gru(RecurrentOptions options, Init init) {
        return gru(options, GruOptions.standard(), init);
    }

    /// GRU layers of another kind.
    public static RecurrentStack<HiddenState> gru(
            RecurrentOptions options, GruOptions kind, Init init) {
        return stack(options, in -> new GruCell(in, options.hiddenSize(), kind, init));
    }

    private static <S extends State<S>> RecurrentStack<S> stack(
            RecurrentOptions options, IntFunction<RecurrentCell<S>> cell) {
        List<RecurrentCell<S>> cells = new ArrayList<>();
        for (int i = 0; i < options.layers(); i++) {
            cells.add(cell.apply(i == 0 ? options.inputSize() : options.hiddenSize()));
        }
        return of(cells, options.dropout());
    }

    /// A stack of any cells, one per layer.
    ///
    /// @param dropout the share of values dropped between layers in training, in `[0, 1)`
    public static <S extends State<S>> RecurrentStack<S> of(
            List<? extends RecurrentCell<S>> cells, double dropout) {
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("expected a dropout in [0, 1) but got " + dropout);
        }
        List<Recurrent<S>> layers = new ArrayList<>();
        for (RecurrentCell<S> cell : cells) {
            if (!layers.isEmpty() && layers.getLast().cell().outputSize() != cell.inputSize()) {
                throw new IllegalArgumentException(
                        "layer %d, %s, does not fit on %s"
                                .formatted(layers.size(), cell, layers.getLast().cell()));
            }
            layers.add(Recurrent.of(cell));
        }
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a stack wants at least one cell");
        }
        return new RecurrentStack<>(layers, dropout);
    }

    /// The same stack with every layer run step by step; see [Recurrent#eagerly].
    public RecurrentStack<S> eagerly() {
        return new RecurrentStack<>(
                layers.stream().map(Recurrent::eagerly).toList(), dropout.rate());
    }

    /// The layers, the one next to the input first.
    public List<Recurrent<S>> layers() {
        return List.copyOf(layers);
    }

    /// The length of an output.
    public int outputSize() {
        return layers.getLast().cell().outputSize();
    }

    /// The state before the first timestep.
    public StackState<S> initialState(int rows) {
        return new StackState<>(
                layers.stream().map(layer -> layer.cell().initialState(rows)).toList());
    }

    /// Runs the stack over a batch of sequences.
    public RecurrentOutput<StackState<S>> run(Sequence input, StackState<S> initial, Mode mode) {
        if (initial.layers().size() != layers.size()) {
            throw new IllegalArgumentException(
                    "expected the states of %d layers but got %d"
                            .formatted(layers.size(), initial.layers().size()));
        }
        Sequence values = input;
        List<S> states = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            if (i > 0) {
                values = dropout.forward(values, mode);
            }
            Recurrent<S> layer = layers.get(i);
            S state = initial.layer(i);
            Sequence below = values;
            RecurrentOutput<S> output =
                    FiniteCheck.in(
                            "layer " + i + " " + layer.cell(), () -> layer.run(below, state, mode));
            values = output.outputs();
            states.add(output.finalState());
        }
        return new RecurrentOutput<>(values, new StackState<>(states));
    }

    /// Runs the stack from its cells' own initial states.
    public RecurrentOutput<StackState<S>> run(Sequence input, Mode mode) {
        return run(input, initialState(input.rows()), mode);
    }

    /// One timestep in inference, for live use: the state goes in and comes out.
    ///
    /// @param input `[rows, inputSize]`
    public Step<StackState<S>> step(Tensor input, StackState<S> state) {
        Tensor value = input;
        List<S> states = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            Step<S> step = layers.get(i).step(value, state.layer(i));
            value = step.output();
            states.add(step.state());
        }
        return new Step<>(value, new StackState<>(states));
    }

    @Override
    public Sequence forward(Sequence input, Mode mode) {
        return run(input, mode).outputs();
    }

    @Override
    public Parameters parameters() {
        List<Parameters> all = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            String suffix = "_l" + i;
            layers.get(i)
                    .parameters()
                    .asMap()
                    .forEach((name, tensor) -> all.add(Parameters.of(name + suffix, tensor)));
        }
        return Parameters.join(all);
    }

    @Override
    public Shape outputShape(Shape input) {
        Shape shape = input;
        for (Recurrent<S> layer : layers) {
            shape = layer.outputShape(shape);
        }
        return shape;
    }

    @Override
    public String toString() {
        String kind = layers.getFirst().cell().getClass().getSimpleName().replaceFirst("Cell$", "");
        return "%s(%d -> %d%s)"
                .formatted(
                        kind,
                        layers.getFirst().cell().inputSize(),
                        outputSize(),
                        layers.size() == 1 ? "" : ", " + layers.size() + " layers");
    }
}
