package org.unroll.testkit.golden;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.nn.Activation;
import org.unroll.nn.Init;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.CellKind;
import org.unroll.recurrent.ElmanCell;
import org.unroll.recurrent.GruCell;
import org.unroll.recurrent.GruOptions;
import org.unroll.recurrent.LstmCell;
import org.unroll.recurrent.Merge;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentOutput;
import org.unroll.recurrent.RecurrentStack;
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

/// Cells and stacks against PyTorch: outputs, final states and the gradients by parameters, inputs
/// and initial states.
class RecurrentGoldenTest {
    /// The order in which PyTorch returns states, and in which ours stand in a state's tensors.
    private static final List<String> STATES = List.of("hidden", "cell");

    static Stream<Arguments> cells() {
        return Types.of("recurrent").filter(arguments -> form(arguments).equals("cell"));
    }

    static Stream<Arguments> stacks() {
        return Types.of("recurrent").filter(arguments -> form(arguments).equals("layers"));
    }

    static Stream<Arguments> bothDirections() {
        return Types.of("recurrent").filter(arguments -> form(arguments).equals("bidirectional"));
    }

    private static String form(Arguments arguments) {
        return ((Golden) arguments.get()[0]).text("form");
    }

    @ParameterizedTest
    @MethodSource("cells")
    void aCellsStepIsPyTorchs(Golden golden, DType type) {
        Init init = Init.pytorch(Rng.seeded(1)).withType(type);
        int in = golden.number("inputSize");
        int hidden = golden.number("hiddenSize");
        switch (CellKind.named(golden.text("kind"))) {
            case RNN -> checkCell(new ElmanCell(in, hidden, init), golden, type);
            case RNN_RELU ->
                    checkCell(new ElmanCell(in, hidden, Activation.RELU, init), golden, type);
            case LSTM -> checkCell(new LstmCell(in, hidden, init), golden, type);
            case GRU ->
                    checkCell(new GruCell(in, hidden, GruOptions.standard(), init), golden, type);
        }
    }

    private static <S extends State<S>> void checkCell(
            RecurrentCell<S> cell, Golden golden, DType type) {
        cell.parameters().load(golden.parameters("", type));
        Tensor input = golden.given("input", type);
        List<Tensor> initial = initial(golden, type);
        check(
                golden,
                cell.parameters(),
                input,
                initial,
                () -> {
                    S state = cell.initialState(input.dim(0)).with(initial);
                    Step<S> step = cell.step(input, state, StepContext.INFERENCE);
                    Map<String, Tensor> results = new LinkedHashMap<>();
                    List<Tensor> tensors = step.state().tensors();
                    for (int i = 0; i < tensors.size(); i++) {
                        results.put("final." + STATES.get(i), tensors.get(i));
                    }
                    return results;
                });
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void aStackIsPyTorchs(Golden golden, DType type) {
        checkStack(stack(golden, type), golden, type, Function.identity());
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void aStackRunStepByStepIsPyTorchs(Golden golden, DType type) {
        checkStack(stack(golden, type).eagerly(), golden, type, Function.identity());
    }

    @ParameterizedTest
    @MethodSource("stacks")
    void timeFirstIsTheSame(Golden golden, DType type) {
        checkStack(stack(golden, type), golden, type, values -> values.permuted(1, 0, 2));
    }

    @ParameterizedTest
    @MethodSource("bothDirections")
    void aBidirectionalStackIsPyTorchs(Golden golden, DType type) {
        RecurrentStack<?> stack = bidirectional(golden, type);
        stack.parameters().load(golden.parameters("", type));
        checkStack(stack, golden, type, Function.identity());
        checkStack(stack, golden, type, values -> values.permuted(1, 0, 2));
        checkStack(stack.eagerly(), golden, type, Function.identity());
    }

    private static RecurrentStack<?> bidirectional(Golden golden, DType type) {
        int hidden = golden.number("hiddenSize");
        RecurrentOptions options =
                RecurrentOptions.of(golden.number("inputSize"), hidden)
                        .withLayers(golden.number("layers"));
        Init init = Init.pytorch(Rng.seeded(1)).withType(type);
        return switch (CellKind.named(golden.text("kind"))) {
            case LSTM ->
                    RecurrentStack.bidirectional(
                            options, Merge.CONCATENATE, in -> new LstmCell(in, hidden, init));
            case GRU ->
                    RecurrentStack.bidirectional(
                            options,
                            Merge.CONCATENATE,
                            in -> new GruCell(in, hidden, GruOptions.standard(), init));
            case RNN, RNN_RELU ->
                    RecurrentStack.bidirectional(
                            options, Merge.CONCATENATE, in -> new ElmanCell(in, hidden, init));
        };
    }

    private static RecurrentStack<?> stack(Golden golden, DType type) {
        RecurrentOptions options =
                RecurrentOptions.of(golden.number("inputSize"), golden.number("hiddenSize"))
                        .withLayers(golden.number("layers"));
        Init init = Init.pytorch(Rng.seeded(1)).withType(type);
        RecurrentStack<?> stack = CellKind.named(golden.text("kind")).stack(options, init);
        stack.parameters().load(golden.parameters("", type));
        return stack;
    }

    /// @param arranged brings `[rows, steps, size]` into the layout that is tested, and back
    private static <S extends State<S>> void checkStack(
            RecurrentStack<S> stack, Golden golden, DType type, Function<Tensor, Tensor> arranged) {
        Tensor input = golden.given("input", type);
        List<Tensor> initial = initial(golden, type);
        boolean timeFirst = !arranged.apply(input).shape().equals(input.shape());
        int[] lengths = golden.gives("lengths") ? golden.given("lengths", type).toInts() : null;
        check(
                golden,
                stack.parameters(),
                input,
                initial,
                () -> {
                    Sequence sequence = sequence(arranged.apply(input), timeFirst, lengths);
                    RecurrentOutput<StackState<S>> output =
                            stack.run(sequence, layered(stack, initial), Mode.inference());
                    Map<String, Tensor> results = new LinkedHashMap<>();
                    results.put("output", arranged.apply(output.outputs().values()));
                    List<Tensor> tensors = output.finalState().tensors();
                    for (int i = 0; i < initial.size(); i++) {
                        int kind = i;
                        List<Tensor> ofLayers =
                                IntStream.range(0, tensors.size() / initial.size())
                                        .mapToObj(l -> tensors.get(l * initial.size() + kind))
                                        .toList();
                        results.put("final." + STATES.get(i), Tensor.stack(0, ofLayers));
                    }
                    return results;
                });
    }

    private static Sequence sequence(Tensor values, boolean timeFirst, int[] lengths) {
        if (lengths == null) {
            return timeFirst ? Sequence.timeFirst(values) : Sequence.of(values);
        }
        return timeFirst ? Sequence.timeFirst(values, lengths) : Sequence.of(values, lengths);
    }

    /// From PyTorch's `[layers, rows, hidden]` for each kind of state.
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

    private static List<Tensor> initial(Golden golden, DType type) {
        return STATES.stream()
                .filter(state -> golden.gives("initial." + state))
                .map(state -> golden.given("initial." + state, type))
                .toList();
    }

    /// Compares all results, their weighted sum, and its gradients by everything.
    private static void check(
            Golden golden,
            Parameters parameters,
            Tensor input,
            List<Tensor> initial,
            java.util.function.Supplier<Map<String, Tensor>> results) {
        Map<String, Tensor> by = new LinkedHashMap<>();
        parameters.asMap().forEach((name, tensor) -> by.put("parameter." + name, tensor));
        by.put("input", input);
        for (int i = 0; i < initial.size(); i++) {
            by.put("initial." + STATES.get(i), initial.get(i));
        }
        Autograd.Differentiated done =
                Autograd.differentiate(
                        List.copyOf(by.values()),
                        () -> {
                            Tensor loss = Tensor.scalar(input.type(), 0);
                            for (Map.Entry<String, Tensor> result : results.get().entrySet()) {
                                golden.check(result.getKey(), result.getValue());
                                Tensor weights =
                                        golden.given("lossWeight." + result.getKey(), input.type());
                                loss = loss.plus(result.getValue().times(weights).sum());
                            }
                            return loss;
                        });
        golden.check("loss", done.value());
        Gradients gradients = done.gradients();
        by.forEach((name, tensor) -> golden.check("gradient." + name, gradients.of(tensor)));
    }
}
