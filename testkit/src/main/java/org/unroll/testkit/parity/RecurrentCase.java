package org.unroll.testkit.parity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.unroll.nn.Activation;
import org.unroll.nn.Init;
import org.unroll.nn.Layout;
import org.unroll.nn.Mode;
import org.unroll.nn.PackedSequence;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.CellKind;
import org.unroll.recurrent.ElmanCell;
import org.unroll.recurrent.GruCell;
import org.unroll.recurrent.IndependentCell;
import org.unroll.recurrent.JordanCell;
import org.unroll.recurrent.LstmCell;
import org.unroll.recurrent.Merge;
import org.unroll.recurrent.MinimalGatedCell;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentOutput;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.recurrent.SkippedSteps;
import org.unroll.recurrent.StackState;
import org.unroll.recurrent.State;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Gradients;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.Golden;

/// A recorded case of a cell or a stack, of PyTorch's or from the papers' equations, and what ours
/// computes of the same numbers: outputs, final states, their weighted sum, and its gradients by
/// everything.
public final class RecurrentCase {
    /// All that a case may say beyond its cells' options: another option would not be compared at
    /// all.
    private static final Set<String> OPTIONS =
            Set.of(
                    "kind",
                    "form",
                    "layers",
                    "rows",
                    "steps",
                    "inputSize",
                    "hiddenSize",
                    "merge",
                    "residual",
                    "skippedSteps",
                    "start",
                    "training",
                    "layout",
                    "engine",
                    "seed");

    /// In the order in which PyTorch returns them, and in which they stand in our states.
    private static final List<String> STATES = List.of("hidden", "cell", "output");

    private final Golden golden;
    private final CellOptions options;
    private final DType type;
    private final Init init;
    private final int inputSize;
    private final int hiddenSize;

    private RecurrentCase(Golden golden, DType type) {
        this.golden = golden;
        this.type = type;
        options = new CellOptions(golden);
        init = Init.pytorch(Rng.seeded(1)).withType(type);
        inputSize = golden.number("inputSize");
        hiddenSize = golden.number("hiddenSize");
    }

    /// Which of our ways to run a stack.
    public enum Engine {
        /// The usual one.
        PLANNED,
        /// Step by step.
        EAGER,
        /// Keeping little.
        RECOMPUTING;

        private <S extends State<S>> RecurrentStack<S> of(RecurrentStack<S> stack) {
            return switch (this) {
                case PLANNED -> stack;
                case EAGER -> stack.eagerly();
                case RECOMPUTING -> stack.recomputing();
            };
        }
    }

    /// The case for numbers of this type.
    ///
    /// @throws AssertionError if the case has an option that is unknown here
    public static RecurrentCase of(Golden golden, DType type) {
        Set<String> unknown = new TreeSet<>(golden.options());
        unknown.removeAll(OPTIONS);
        unknown.removeAll(CellOptions.NAMES);
        if (!unknown.isEmpty()) {
            throw new AssertionError(golden + ": RecurrentCase knows no option " + unknown);
        }
        return new RecurrentCase(golden, type);
    }

    /// What our network computes, run as the case says.
    public Map<String, Tensor> results() {
        Layout layout =
                golden.option("layout").filter("time first"::equals).isPresent()
                        ? Layout.TIME_FIRST
                        : Layout.BATCH_FIRST;
        Engine engine =
                switch (golden.option("engine").orElse("planned")) {
                    case "planned" -> Engine.PLANNED;
                    case "eager" -> Engine.EAGER;
                    case "recomputing" -> Engine.RECOMPUTING;
                    default -> throw new AssertionError(golden + ": " + golden.text("engine"));
                };
        return results(layout, engine);
    }

    /// What our network computes, run in one of the ways that must not matter. The results are
    /// those that PyTorch has with `batch_first`, and its names. A cell has but one way, and so has
    /// training with recorded masks: step by step.
    public Map<String, Tensor> results(Layout layout, Engine engine) {
        String kind = golden.text("kind");
        if (isPyTorchsStack()) {
            return ofStack(CellKind.named(kind).stack(sizes(), init), layout, engine);
        }
        int size = hiddenSize;
        return switch (kind) {
            case "rnn", "elman" ->
                    ofCells(
                            in -> new ElmanCell(in, size, options.elman(Activation.TANH), init),
                            layout,
                            engine);
            case "rnn-relu" ->
                    ofCells(
                            in -> new ElmanCell(in, size, options.elman(Activation.RELU), init),
                            layout,
                            engine);
            case "lstm" ->
                    ofCells(in -> new LstmCell(in, size, options.lstm(), init), layout, engine);
            case "gru" -> ofCells(in -> new GruCell(in, size, options.gru(), init), layout, engine);
            case "jordan" -> {
                int outputSize = golden.number("outputSize");
                yield ofCells(
                        in -> new JordanCell(in, size, outputSize, options.jordan(), init),
                        layout,
                        engine);
            }
            case "minimal" ->
                    ofCells(
                            in -> new MinimalGatedCell(in, size, options.gates(), init),
                            layout,
                            engine);
            case "independent" ->
                    ofCells(
                            in ->
                                    new IndependentCell(
                                            in, size, options.elman(Activation.RELU), init),
                            layout,
                            engine);
            default -> throw new AssertionError(golden + ": " + kind);
        };
    }

    /// With no option of ours: the short ways to make a stack are for those.
    private boolean isPyTorchsStack() {
        return golden.text("form").equals("layers")
                && CellOptions.NAMES.stream().noneMatch(options::has)
                && Stream.of("merge", "residual", "skippedSteps", "training")
                        .noneMatch(options::has);
    }

    private RecurrentOptions sizes() {
        RecurrentOptions sizes =
                RecurrentOptions.of(inputSize, hiddenSize).withLayers(golden.number("layers"));
        sizes = options.has("residual") ? sizes.withResidual() : sizes;
        return options.chosen("skippedSteps", "zeros", "last output")
                ? sizes.withSkippedSteps(SkippedSteps.LAST_OUTPUT)
                : sizes;
    }

    private Merge merge() {
        return golden.option("merge")
                .map(name -> Merge.valueOf(name.toUpperCase(Locale.ROOT)))
                .orElse(Merge.CONCATENATE);
    }

    private <S extends State<S>> Map<String, Tensor> ofCells(
            IntFunction<RecurrentCell<S>> inner, Layout layout, Engine engine) {
        IntFunction<RecurrentCell<S>> cell = in -> options.around(inner.apply(in));
        if (options.has("training")) {
            return ofSteps(cell.apply(inputSize));
        }
        return switch (golden.text("form")) {
            case "cell" -> ofCell(cell.apply(inputSize));
            case "layers" -> ofStack(RecurrentStack.of(sizes(), cell), layout, engine);
            case "reversed" -> ofStack(RecurrentStack.of(sizes(), cell).reversed(), layout, engine);
            case "bidirectional" ->
                    ofStack(RecurrentStack.bidirectional(sizes(), merge(), cell), layout, engine);
            default -> throw new AssertionError(golden + ": " + golden.text("form"));
        };
    }

    private <S extends State<S>> Map<String, Tensor> ofCell(RecurrentCell<S> cell) {
        Tensor input = golden.given("input", type);
        List<Tensor> initial = initial();
        return differentiated(
                cell.parameters(),
                input,
                initial,
                () -> {
                    S zeros = cell.initialState(input.dim(0));
                    S start = initial.isEmpty() ? zeros : zeros.with(initial);
                    Step<S> step = cell.step(input, start, StepContext.INFERENCE);
                    Map<String, Tensor> results = new LinkedHashMap<>();
                    step.state()
                            .asMap()
                            .forEach((name, tensor) -> results.put("final." + name, tensor));
                    return results;
                });
    }

    /// A layer with the case's masks, one step after the other.
    private <S extends State<S>> Map<String, Tensor> ofSteps(RecurrentCell<S> cell) {
        Tensor input = golden.given("input", type);
        List<Tensor> initial = initial();
        return differentiated(
                cell.parameters().renamed(name -> name + "_l0"),
                input,
                initial,
                () -> {
                    S state =
                            cell.initialState(input.dim(0))
                                    .with(
                                            initial.stream()
                                                    .map(tensor -> tensor.select(0, 0))
                                                    .toList());
                    List<Tensor> outputs = new ArrayList<>();
                    for (int at = 0; at < input.dim(1); at++) {
                        RecordedMasks masks = new RecordedMasks(options, type, at);
                        Step<S> step = cell.step(input.select(1, at), state, masks);
                        outputs.add(step.output());
                        state = step.state();
                    }
                    Map<String, Tensor> results = new LinkedHashMap<>();
                    results.put("output", Tensor.stack(1, outputs));
                    state.asMap()
                            .forEach((name, tensor) ->
                                    results.put("final." + name, tensor.unsqueezed(0)));
                    return results;
                });
    }

    private <S extends State<S>> Map<String, Tensor> ofStack(
            RecurrentStack<S> given, Layout layout, Engine engine) {
        RecurrentStack<S> stack = engine.of(given);
        Tensor input = golden.given("input", type);
        List<Tensor> initial = initial();
        return differentiated(
                stack.parameters(),
                input,
                initial,
                () -> {
                    Sequence sequence = sequence(input, layout);
                    RecurrentOutput<StackState<S>> output =
                            initial.isEmpty()
                                    ? stack.run(sequence, Mode.inference())
                                    : stack.run(
                                            sequence, layered(stack, initial), Mode.inference());
                    Map<String, Tensor> results = new LinkedHashMap<>();
                    results.put("output", output(output.outputs()));
                    results.putAll(finalStates(output.finalState().tensors()));
                    return results;
                });
    }

    /// From PyTorch's `[rows, steps, size]`, or from what it has packed.
    private Sequence sequence(Tensor input, Layout layout) {
        if (isPacked()) {
            return packed(input).toSequence(layout);
        }
        Tensor values = arranged(input, layout);
        if (golden.gives("lengths")) {
            return Sequence.of(values, layout, golden.given("lengths", type).toInts());
        }
        return layout == Layout.TIME_FIRST ? Sequence.timeFirst(values) : Sequence.of(values);
    }

    private Tensor output(Sequence outputs) {
        return isPacked()
                ? PackedSequence.of(outputs, order()).values()
                : arranged(outputs.values(), outputs.layout());
    }

    private static Tensor arranged(Tensor values, Layout layout) {
        return layout == Layout.TIME_FIRST ? values.permuted(1, 0, 2) : values;
    }

    private boolean isPacked() {
        return golden.gives("rowsPerStep");
    }

    private PackedSequence packed(Tensor values) {
        int[] rowsPerStep = golden.given("rowsPerStep", type).toInts();
        PackedSequence sorted = PackedSequence.of(values, rowsPerStep);
        return new PackedSequence(values, sorted.rowsPerStep(), order());
    }

    /// PyTorch's order, which it has none of if the rows came sorted.
    private List<Integer> order() {
        int[] order =
                golden.gives("order")
                        ? golden.given("order", type).toInts()
                        : IntStream.range(0, golden.given("rowsPerStep", type).toInts()[0])
                                .toArray();
        return Arrays.stream(order).boxed().toList();
    }

    /// From PyTorch's `[layers, rows, size]` for each kind of state.
    private static <S extends State<S>> StackState<S> layered(
            RecurrentStack<S> stack, List<Tensor> initial) {
        List<Tensor> tensors = new ArrayList<>();
        for (int layer = 0; layer < initial.getFirst().dim(0); layer++) { // and direction
            for (Tensor kind : initial) {
                tensors.add(kind.select(0, layer));
            }
        }
        return stack.initialState(initial.getFirst().dim(1)).with(tensors);
    }

    private Map<String, Tensor> finalStates(List<Tensor> tensors) {
        List<String> names = states("lossWeight.final.");
        Map<String, Tensor> results = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            int kind = i;
            List<Tensor> ofLayers =
                    IntStream.range(0, tensors.size() / names.size())
                            .mapToObj(layer -> tensors.get(layer * names.size() + kind))
                            .toList();
            results.put("final." + names.get(i), Tensor.stack(0, ofLayers));
        }
        return results;
    }

    private List<Tensor> initial() {
        return states("initial.").stream()
                .map(state -> golden.given("initial." + state, type))
                .toList();
    }

    /// The states of which the case gives something, in the order of ours.
    private List<String> states(String what) {
        return STATES.stream().filter(state -> golden.gives(what + state)).toList();
    }

    /// The results of a network with the case's weights, their weighted sum, and its gradients.
    private Map<String, Tensor> differentiated(
            Parameters parameters,
            Tensor input,
            List<Tensor> initial,
            Supplier<Map<String, Tensor>> network) {
        parameters.load(golden.parameters("", type));
        Map<String, Tensor> by = new LinkedHashMap<>();
        parameters.asMap().forEach((name, tensor) -> by.put("parameter." + name, tensor));
        by.put("input", input);
        List<String> started = states("initial.");
        for (int i = 0; i < initial.size(); i++) {
            by.put("initial." + started.get(i), initial.get(i));
        }
        Map<String, Tensor> all = new LinkedHashMap<>();
        Autograd.Differentiated done =
                Autograd.differentiate(
                        List.copyOf(by.values()),
                        () -> {
                            all.putAll(network.get());
                            Tensor loss = Tensor.scalar(type, 0);
                            for (Map.Entry<String, Tensor> result : all.entrySet()) {
                                Tensor weights =
                                        golden.given("lossWeight." + result.getKey(), type);
                                loss = loss.plus(result.getValue().times(weights).sum());
                            }
                            return loss;
                        });
        if (golden.expects("loss")) {
            all.put("loss", done.value());
        }
        Gradients gradients = done.gradients();
        by.forEach((name, tensor) -> all.put("gradient." + name, gradients.of(tensor)));
        return all;
    }
}
