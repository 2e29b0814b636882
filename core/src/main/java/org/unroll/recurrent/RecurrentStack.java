package org.unroll.recurrent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.plan.SequenceCall;
import org.unroll.internal.plan.SequenceEngine;
import org.unroll.nn.Dropout;
import org.unroll.nn.Init;
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
public final class RecurrentStack<S extends State<S>> implements RecurrentLayer<StackState<S>> {
    private final List<RecurrentLayer<S>> layers;
    private final Dropout dropout;

    private RecurrentStack(List<RecurrentLayer<S>> layers, double dropout) {
        this.layers = layers;
        this.dropout = new Dropout(dropout);
    }

    /// Elman layers with tanh.
    public static RecurrentStack<HiddenState> elman(RecurrentOptions options, Init init) {
        return elman(options, ElmanOptions.standard(), init);
    }

    /// Elman layers of another kind.
    public static RecurrentStack<HiddenState> elman(
            RecurrentOptions options, ElmanOptions kind, Init init) {
        return of(options, in -> new ElmanCell(in, options.hiddenSize(), kind, init));
    }

    /// LSTM layers as PyTorch's.
    public static RecurrentStack<LstmState> lstm(RecurrentOptions options, Init init) {
        return lstm(options, LstmOptions.standard(), init);
    }

    /// LSTM layers of another kind.
    public static RecurrentStack<LstmState> lstm(
            RecurrentOptions options, LstmOptions kind, Init init) {
        return of(options, in -> new LstmCell(in, options.hiddenSize(), kind, init));
    }

    /// GRU layers as PyTorch's.
    public static RecurrentStack<HiddenState> gru(RecurrentOptions options, Init init) {
        return gru(options, GruOptions.standard(), init);
    }

    /// GRU layers of another kind.
    public static RecurrentStack<HiddenState> gru(
            RecurrentOptions options, GruOptions kind, Init init) {
        return of(options, in -> new GruCell(in, options.hiddenSize(), kind, init));
    }

    /// Layers of any cell.
    ///
    /// @param cell makes a cell for an input of a length, first for the lowest layer; it has the
    ///   hidden size itself
    /// @throws IllegalArgumentException if a cell does not fit on the one below, or the options do
    ///   not go with the layers
    public static <S extends State<S>> RecurrentStack<S> of(
            RecurrentOptions options, IntFunction<? extends RecurrentCell<S>> cell) {
        List<Recurrent<S>> layers = new ArrayList<>();
        int inputSize = options.inputSize();
        for (int i = 0; i < options.layers(); i++) {
            Recurrent<S> layer = Recurrent.of(cell.apply(inputSize));
            checkInputSize(layer, inputSize);
            layers.add(layer);
            inputSize = layer.outputSize();
        }
        return optioned(layers, options);
    }

    private static void checkInputSize(RecurrentLayer<?> layer, int inputSize) {
        if (layer.inputSize() != inputSize) {
            throw new IllegalArgumentException(
                    "expected a cell for an input of length %d but got %s"
                            .formatted(inputSize, layer));
        }
    }

    /// Layers of two directions, PyTorch's `bidirectional=True`: each layer reads what both
    /// directions of the one below give.
    ///
    /// @param cell makes a cell for an input of a length; called twice for each layer, first for
    ///   the forward direction
    public static <S extends State<S>> RecurrentStack<BidirectionalState<S>> bidirectional(
            RecurrentOptions options, Merge merge, IntFunction<? extends RecurrentCell<S>> cell) {
        List<Bidirectional<S>> layers = new ArrayList<>();
        int inputSize = options.inputSize();
        for (int i = 0; i < options.layers(); i++) {
            Bidirectional<S> layer =
                    Bidirectional.of(cell.apply(inputSize), cell.apply(inputSize), merge);
            checkInputSize(layer, inputSize);
            layers.add(layer);
            inputSize = layer.outputSize();
        }
        return optioned(layers, options);
    }

    private static <S extends State<S>> RecurrentStack<S> optioned(
            List<? extends RecurrentLayer<S>> layers, RecurrentOptions options) {
        RecurrentStack<S> stack =
                options.residual()
                        ? ofLayers(residual(layers, options.dropout()), 0)
                        : ofLayers(layers, options.dropout());
        stack = stack.withSkippedSteps(options.skippedSteps());
        return options.recomputation() ? stack.recomputing() : stack;
    }

    /// With connections around all layers but the first, dropout inside them.
    private static <S extends State<S>> List<RecurrentLayer<S>> residual(
            List<? extends RecurrentLayer<S>> layers, double dropout) {
        if (layers.size() == 1) {
            throw new IllegalArgumentException(
                    "residual connections go around the second layer and those above it but there"
                            + " is one layer; Residual.of(layer) goes around one");
        }
        List<RecurrentLayer<S>> residual = new ArrayList<>();
        residual.add(layers.getFirst());
        layers.subList(1, layers.size())
                .forEach(layer -> residual.add(Residual.of(layer, dropout)));
        return residual;
    }

    /// A stack of any cells, one per layer.
    ///
    /// @param dropout the share of values dropped between layers in training, in `[0, 1)`
    public static <S extends State<S>> RecurrentStack<S> of(
            List<? extends RecurrentCell<S>> cells, double dropout) {
        return ofLayers(cells.stream().map(Recurrent::of).toList(), dropout);
    }

    /// A stack of any layers.
    ///
    /// @param dropout the share of values dropped between layers in training, in `[0, 1)`
    public static <S extends State<S>> RecurrentStack<S> ofLayers(
            List<? extends RecurrentLayer<S>> layers, double dropout) {
        Rates.check("dropout", dropout);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a stack wants at least one layer");
        }
        for (int i = 1; i < layers.size(); i++) {
            if (layers.get(i - 1).outputSize() != layers.get(i).inputSize()) {
                throw new IllegalArgumentException(
                        "layer %d, %s, does not fit on %s"
                                .formatted(i, layers.get(i), layers.get(i - 1)));
            }
        }
        return new RecurrentStack<>(List.copyOf(layers), dropout);
    }

    @Override
    public RecurrentStack<S> eagerly() {
        List<RecurrentLayer<S>> eager = new ArrayList<>();
        layers.forEach(layer -> eager.add(layer.eagerly()));
        return new RecurrentStack<>(eager, dropout.rate());
    }

    @Override
    public RecurrentStack<S> recomputing() {
        List<RecurrentLayer<S>> recomputing = new ArrayList<>();
        layers.forEach(layer -> recomputing.add(layer.recomputing()));
        return new RecurrentStack<>(recomputing, dropout.rate());
    }

    /// The same stack with every layer read in the other direction.
    @Override
    public RecurrentStack<S> reversed() {
        List<RecurrentLayer<S>> reversed = new ArrayList<>();
        layers.forEach(layer -> reversed.add(layer.reversed()));
        return new RecurrentStack<>(reversed, dropout.rate());
    }

    /// The same stack with other outputs of its last layer; the layers below pass over the steps in
    /// any case.
    @Override
    public RecurrentStack<S> withSkippedSteps(SkippedSteps skipped) {
        List<RecurrentLayer<S>> changed = new ArrayList<>(layers);
        changed.set(layers.size() - 1, layers.getLast().withSkippedSteps(skipped));
        return new RecurrentStack<>(changed, dropout.rate());
    }

    @Override
    public Direction direction() {
        List<Direction> all = layers.stream().map(RecurrentLayer::direction).distinct().toList();
        return all.size() == 1 ? all.getFirst() : Direction.BOTH;
    }

    /// The layers, the one next to the input first.
    public List<RecurrentLayer<S>> layers() {
        return List.copyOf(layers);
    }

    @Override
    public int inputSize() {
        return layers.getFirst().inputSize();
    }

    @Override
    public int outputSize() {
        return layers.getLast().outputSize();
    }

    @Override
    public StackState<S> initialState(int rows) {
        return new StackState<>(layers.stream().map(layer -> layer.initialState(rows)).toList());
    }

    @Override
    public RecurrentOutput<StackState<S>> run(
            Sequence input, StackState<S> initial, Mode mode, RowTensors rows) {
        return run(input, initial, mode, rows, null).output();
    }

    @Override
    public Observation<StackState<S>> observe(
            Sequence input, StackState<S> initial, Mode mode, RowTensors rows, String... names) {
        List<String> wanted = List.of(names);
        for (String name : wanted) {
            if (IntStream.range(0, layers.size())
                    .allMatch(i -> names(i).inner().apply(name) == null)) {
                throw new IllegalArgumentException(
                        "expected the name of a value in one of the %d layers, such as \"%s\", but got \"%s\""
                                .formatted(layers.size(), names(0).outer().apply(name), name));
            }
        }
        return run(input, initial, mode, rows, wanted);
    }

    private PartNames names(int layer) {
        return PartNames.ofLayer(layer, layers.get(layer).direction());
    }

    private Observation<StackState<S>> run(
            Sequence input,
            StackState<S> initial,
            Mode mode,
            RowTensors rows,
            @Nullable List<String> wanted) {
        checkLayers(initial);
        @Nullable RecurrentOutput<StackState<S>> together =
                wanted == null ? together(input, initial, mode, rows) : null;
        if (together != null) {
            return new Observation<>(together, Map.of());
        }
        Sequence values = input;
        List<S> states = new ArrayList<>();
        Map<String, Sequence> observed = new LinkedHashMap<>();
        for (int i = 0; i < layers.size(); i++) {
            if (i > 0) {
                values = dropout.forward(values, mode);
            }
            RecurrentLayer<S> layer = layers.get(i);
            S state = initial.layer(i);
            Sequence below = values;
            PartNames names = names(i);
            RecurrentOutput<S> output =
                    inLayer(i, () -> names.run(layer, below, state, mode, rows, wanted, observed));
            values = output.outputs();
            states.add(output.finalState());
        }
        return new Observation<>(new RecurrentOutput<>(values, new StackState<>(states)), observed);
    }

    /// Under the layer's name, which is made only where it may be shown: to make it takes as long
    /// as a short step.
    private <T> T inLayer(int index, Supplier<T> run) {
        return FiniteCheck.isOn()
                ? FiniteCheck.in("layer " + index + " " + layers.get(index), run)
                : run.get();
    }

    private void checkLayers(StackState<S> initial) {
        if (initial.layers().size() != layers.size()) {
            throw new IllegalArgumentException(
                    "expected the states of %d layers but got %d"
                            .formatted(layers.size(), initial.layers().size()));
        }
    }

    /// All layers as one run of the engine, where nothing but the layers and residual connections
    /// is in between and nobody asks for gradients; null if they have to be run one by one.
    private @Nullable RecurrentOutput<StackState<S>> together(
            Sequence input, StackState<S> initial, Mode mode, RowTensors rows) {
        if (layers.size() == 1 || mode.isTraining() || FiniteCheck.isOn()) {
            return null;
        }
        List<SequenceEngine.StackLayer> parts = new ArrayList<>();
        Tensor values = input.values();
        for (int i = 0; i < layers.size(); i++) {
            RecurrentLayer<S> part = withoutFilling(i);
            boolean residual = i > 0 && part instanceof Residual<S>;
            if (!((residual ? ((Residual<S>) part).layer() : part) instanceof Recurrent<S> layer)
                    || layer.isReversed()
                    || !layer.engine().isForStacks(input.rows())) {
                return null;
            }
            SequenceCall call =
                    layer.call(
                            input, values, initial.layer(i), mode, rows, NamedValues.none(), null);
            parts.add(new SequenceEngine.StackLayer(layer.engine(), call, residual));
            values = Tensor.zeros(values.type(), 1, 1, layer.outputSize());
        }
        List<SequenceEngine.Results> results = SequenceEngine.runStack(parts);
        List<S> states = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            states.add(initial.layer(i).with(results.get(i).state()));
        }
        Sequence outputs = input.with(results.getLast().outputs().getFirst());
        if (layers.getLast() instanceof FilledSkips<S> filled) {
            outputs = filled.outputs(outputs, input);
        }
        return new RecurrentOutput<>(outputs, new StackState<>(states));
    }

    /// What stands at skipped steps of the last layer is put there when all have run.
    private RecurrentLayer<S> withoutFilling(int index) {
        return index == layers.size() - 1 && layers.get(index) instanceof FilledSkips<S> filled
                ? filled.layer()
                : layers.get(index);
    }

    @Override
    public Step<StackState<S>> read(
            Sequence input, StackState<S> initial, Mode mode, RowTensors rows) {
        RecurrentLayer<S> top = layers.getLast();
        if (top instanceof Recurrent<S>) {
            RecurrentOutput<StackState<S>> output = run(input, initial, mode, rows);
            return new Step<>(Ends.of(output.outputs(), top.direction()), output.finalState());
        }
        List<S> states = new ArrayList<>();
        Sequence values = input;
        int below = layers.size() - 1;
        checkLayers(initial);
        if (below > 0) {
            RecurrentOutput<StackState<S>> output =
                    new RecurrentStack<>(layers.subList(0, below), dropout.rate())
                            .run(
                                    input,
                                    new StackState<>(initial.layers().subList(0, below)),
                                    mode,
                                    rows);
            states.addAll(output.finalState().layers());
            values = dropout.forward(output.outputs(), mode);
        }
        Sequence last = values;
        Step<S> read = inLayer(below, () -> top.read(last, initial.last(), mode, rows));
        states.add(read.state());
        return new Step<>(read.output(), new StackState<>(states));
    }

    @Override
    public Step<StackState<S>> step(Tensor input, StackState<S> state, RowTensors rows) {
        Tensor value = input;
        List<S> states = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            Step<S> step = layers.get(i).step(value, state.layer(i), rows);
            value = step.output();
            states.add(step.state());
        }
        return new Step<>(value, new StackState<>(states));
    }

    @Override
    public String planText(RowTensors rows) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < layers.size(); i++) {
            text.append(i == 0 ? "" : "\n").append("layer ").append(i).append(": ");
            text.append(layers.get(i).planText(rows));
        }
        return text.toString();
    }

    @Override
    public Parameters parameters() {
        List<Parameters> all = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            all.add(layers.get(i).parameters().renamed(names(i).outer()));
        }
        return Parameters.join(all);
    }

    @Override
    public Shape outputShape(Shape input) {
        Shape shape = input;
        for (RecurrentLayer<S> layer : layers) {
            shape = layer.outputShape(shape);
        }
        return shape;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(kind(layers.getFirst())).append('(');
        text.append(inputSize()).append(" -> ").append(outputSize());
        text.append(layers.size() == 1 ? "" : ", " + layers.size() + " layers");
        text.append(layers.stream().anyMatch(Residual.class::isInstance) ? ", residual" : "");
        text.append(direction() == Direction.REVERSE ? ", reversed" : "");
        return text.append(')').toString();
    }

    private static String kind(RecurrentLayer<?> layer) {
        return switch (layer) {
            case DecoratedLayer<?> decorated -> kind(decorated.layer());
            case Recurrent<?> single ->
                    inner(single.cell()).getClass().getSimpleName().replaceFirst("Cell$", "");
            case Bidirectional<?> both -> "Bidirectional" + kind(both.forwardLayer());
            default -> layer.getClass().getSimpleName();
        };
    }

    private static RecurrentCell<?> inner(RecurrentCell<?> cell) {
        return cell instanceof DecoratedCell<?> decorated ? inner(decorated.cell()) : cell;
    }
}
