package org.unroll.recurrent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.plan.SequenceCall;
import org.unroll.internal.plan.SequenceEngine;
import org.unroll.internal.plan.SequenceSteps;
import org.unroll.internal.plan.StateGradients;
import org.unroll.nn.Layout;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.DType;
import org.unroll.tensor.FiniteCheck;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Recording;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// A layer that runs a cell, built-in or a user's own, over whole sequences.
///
/// The cell's step is recorded once per call, as a graph of primitive operations, and planned: what
/// does not depend on the state is computed for all timesteps at once, only the rest step by step;
/// gradients likewise. Rows whose sequence has ended cost nothing. [#eagerly] runs the same cell
/// one step after the other instead, for a debugger.
///
/// Gradients of the state that have vanished below 2^-100 (float64: 2^-960) are carried on as zero.
///
/// @param <S> the cell's state
public final class Recurrent<S extends State<S>> implements RecurrentLayer<S> {
    private final RecurrentCell<S> cell;
    private final SequenceEngine engine;
    private final boolean reversed;

    private Recurrent(RecurrentCell<S> cell, SequenceEngine engine, boolean reversed) {
        this.cell = cell;
        this.engine = engine;
        this.reversed = reversed;
    }

    /// A layer that runs this cell.
    public static <S extends State<S>> Recurrent<S> of(RecurrentCell<S> cell) {
        return new Recurrent<>(cell, SequenceEngine.planned(), false);
    }

    /// The same layer run one timestep after the other, every operation by itself: slow, with the
    /// same numbers up to rounding, and with breakpoints in the cell's step reached at every
    /// timestep.
    @Override
    public Recurrent<S> eagerly() {
        return new Recurrent<>(cell, SequenceEngine.eager(), reversed);
    }

    @Override
    public Recurrent<S> recomputing() {
        return new Recurrent<>(cell, engine.recomputing(), reversed);
    }

    @Override
    public Recurrent<S> reversed() {
        return new Recurrent<>(cell, engine, !reversed);
    }

    @Override
    public Direction direction() {
        return reversed ? Direction.REVERSE : Direction.FORWARD;
    }

    /// The cell.
    public RecurrentCell<S> cell() {
        return cell;
    }

    @Override
    public RecurrentOutput<S> run(Sequence input, S initial, Mode mode, RowTensors rows) {
        return run(input, initial, mode, rows, NamedValues.none()).output();
    }

    @Override
    public Observation<S> observe(
            Sequence input, S initial, Mode mode, RowTensors rows, String... names) {
        return run(input, initial, mode, rows, NamedValues.of(names));
    }

    private Observation<S> run(
            Sequence input, S initial, Mode mode, RowTensors rows, NamedValues wanted) {
        @Nullable StateGradients watched = StateWatch.next(initial.tensors(), () -> steps(input));
        SequenceCall call = call(input, input.values(), initial, mode, rows, wanted, watched);
        SequenceEngine.Results results = engine().run(call);
        Map<String, Sequence> values = new LinkedHashMap<>();
        for (int i = 1; i < results.outputs().size(); i++) {
            values.put(wanted.names().get(i - 1), input.with(results.outputs().get(i)));
        }
        RecurrentOutput<S> output =
                new RecurrentOutput<>(
                        input.with(results.outputs().getFirst()), initial.with(results.state()));
        return new Observation<>(output, values);
    }

    /// The engine that a run takes now.
    SequenceEngine engine() {
        return FiniteCheck.isOn() ? SequenceEngine.eager() : engine;
    }

    boolean isReversed() {
        return reversed;
    }

    /// What a run asks of the engine.
    ///
    /// @param input which timesteps are run
    /// @param values the input's values, or for a layer above another one a tensor like them
    SequenceCall call(
            Sequence input,
            Tensor values,
            S initial,
            Mode mode,
            RowTensors rows,
            NamedValues wanted,
            @Nullable StateGradients watched) {
        if (Recording.isRecorded(input.values())) {
            throw new IllegalStateException(
                    this
                            + " is run within a cell's step: a step calls another cell's step(x,"
                            + " state, context), not a layer");
        }
        checkInput(values);
        checkState(initial, input);
        rows.check(input.rows(), input.values().type());
        Supplier<Rng> site = once(mode::nextSite);
        SequenceEngine.StepFunction step =
                (x, tensors, around) -> {
                    var context = new RunContext(mode.isTraining(), site, rows, around);
                    Map<String, Tensor> named = new LinkedHashMap<>();
                    Step<S> result =
                            wanted.collect(
                                    named, () -> cell.step(x, initial.with(tensors), context));
                    if (result == null) {
                        throw new IllegalArgumentException(cell + ": its step returned null");
                    }
                    List<Tensor> after = result.state().tensors();
                    checkStep(x, result.output(), after, tensors);
                    List<Tensor> outputs = new ArrayList<>();
                    outputs.add(result.output());
                    outputs.addAll(wanted.of(named, result.output()));
                    return new SequenceEngine.StepResult(outputs, after);
                };
        return new SequenceCall(
                step,
                values,
                steps(input),
                initial.tensors(),
                rows.tensors(),
                mode.firstStep(),
                watched);
    }

    /// The same object at every call, made at the first: a run draws from one site of the pass, and
    /// takes it only if its cell draws.
    private static Supplier<Rng> once(Supplier<Rng> site) {
        Rng[] taken = new Rng[1];
        return () -> {
            if (taken[0] == null) {
                taken[0] = site.get();
            }
            return taken[0];
        };
    }

    private SequenceSteps steps(Sequence input) {
        int rows = input.rows();
        int[][] valid = new int[rows][];
        for (int row = 0; input.hasHoles() && row < rows; row++) {
            valid[row] = input.validSteps(row);
        }
        return new SequenceSteps(
                rows,
                input.steps(),
                input.layout() == Layout.TIME_FIRST,
                reversed,
                input.hasLengths() ? input.lengths() : null,
                input.hasHoles() ? valid : null);
    }

    @Override
    public S initialState(int rows) {
        return cell.initialState(rows);
    }

    @Override
    public int inputSize() {
        return cell.inputSize();
    }

    @Override
    public int outputSize() {
        return cell.outputSize();
    }

    @Override
    public Step<S> step(Tensor input, S state, RowTensors rows) {
        if (reversed) {
            throw new IllegalStateException(
                    this + " reads from the end of a sequence: run(...) it over the whole of one");
        }
        RecurrentOutput<S> output =
                run(Sequence.of(input.unsqueezed(1)), state, Mode.inference(), rows);
        return new Step<>(output.outputs().values().squeezed(1), output.finalState());
    }

    @Override
    public String planText(RowTensors rows) {
        S initial = cell.initialState(1);
        DType type =
                Stream.concat(initial.tensors().stream(), parameters().tensors().stream())
                        .map(Tensor::type)
                        .findFirst()
                        .orElse(DType.FLOAT32);
        Sequence input = Sequence.of(Tensor.zeros(type, 1, 1, cell.inputSize()));
        Map<Tensor, String> weights = new HashMap<>();
        parameters().asMap().forEach((name, tensor) -> weights.put(tensor, name));
        rows.asMap().forEach((name, tensor) -> weights.put(tensor, name));
        SequenceEngine.StepFunction step =
                (x, tensors, around) -> {
                    var context = new RunContext(false, Mode.inference()::nextSite, rows, around);
                    Step<S> result = cell.step(x, initial.with(tensors), context);
                    return new SequenceEngine.StepResult(
                            List.of(result.output()), result.state().tensors());
                };
        SequenceCall call =
                new SequenceCall(
                        step,
                        input.values(),
                        steps(input),
                        initial.tensors(),
                        rows.tensors(),
                        0,
                        null);
        return cell + "\n" + engine.planText(call, weights);
    }

    @Override
    public Parameters parameters() {
        return cell.parameters();
    }

    @Override
    public Shape outputShape(Shape input) {
        if (input.rank() != 3 || input.dim(2) != cell.inputSize()) {
            throw new IllegalArgumentException(
                    "expected [rows, steps, %d] but got %s".formatted(cell.inputSize(), input));
        }
        return input.with(2, cell.outputSize());
    }

    private void checkInput(Tensor values) {
        if (values.rank() != 3 || values.dim(2) != cell.inputSize()) {
            throw new IllegalArgumentException(
                    "%s: expected input [rows, steps, %d] (or [steps, rows, %d]) but got %s"
                            .formatted(cell, cell.inputSize(), cell.inputSize(), values.shape()));
        }
    }

    private void checkState(S initial, Sequence input) {
        // of one row: only what follows the rows is wanted, at every call
        List<Tensor> expected = cell.initialState(1).tensors();
        List<Tensor> given = initial.tensors();
        if (given.size() != expected.size()) {
            throw new IllegalArgumentException(
                    "%s: expected a state of %d tensors but got %d"
                            .formatted(cell, expected.size(), given.size()));
        }
        for (int i = 0; i < given.size(); i++) {
            Tensor want = expected.get(i);
            Tensor got = given.get(i);
            Shape shape = want.rank() == 0 ? want.shape() : want.shape().with(0, input.rows());
            if (want.type() != input.values().type()) {
                throw new IllegalArgumentException(
                        "%s computes in %s but the input is %s %s; convert it with to(DType)"
                                .formatted(
                                        cell,
                                        want.type(),
                                        input.values().type(),
                                        input.values().shape()));
            }
            if (!got.shape().equals(shape) || got.type() != want.type()) {
                throw new IllegalArgumentException(
                        "%s: expected an initial state of %s %s but got %s %s"
                                .formatted(cell, want.type(), shape, got.type(), got.shape()));
            }
        }
    }

    /// What a step returns has to have the shapes that the cell declares, and to keep those of the
    /// state.
    private void checkStep(Tensor x, Tensor given, List<Tensor> results, List<Tensor> before) {
        Shape output = Shape.of(x.dim(0), cell.outputSize());
        if (!given.shape().equals(output) || given.type() != x.type()) {
            throw new IllegalArgumentException(
                    "%s: expected a step's output of %s %s but got %s %s"
                            .formatted(cell, x.type(), output, given.type(), given.shape()));
        }
        if (results.size() != before.size()) {
            throw new IllegalArgumentException(
                    "%s: a step got a state of %d tensors and returned one of %d"
                            .formatted(cell, before.size(), results.size()));
        }
        for (int i = 0; i < before.size(); i++) {
            Tensor was = before.get(i);
            Tensor is = results.get(i);
            if (!is.shape().equals(was.shape()) || is.type() != was.type()) {
                throw new IllegalArgumentException(
                        "%s: a step changed a state's tensor from %s %s to %s %s"
                                .formatted(cell, was.type(), was.shape(), is.type(), is.shape()));
            }
        }
    }

    @Override
    public String toString() {
        return "Recurrent(" + cell + (reversed ? ", reversed)" : ")");
    }
}
