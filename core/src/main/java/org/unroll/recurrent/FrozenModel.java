package org.unroll.recurrent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.unroll.nn.Layer;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.nn.Sequential;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// A recurrent layer whose parameters no longer change, with layers before and after it: what
/// [Session]s run over, any number of them on any number of threads.
///
/// ```java
/// var model = lstm.frozen().withLayersBefore(embedding).withLayersAfter(linear);
/// var session = model.session();
/// var logits = session.step(token);
/// ```
///
/// A session gets the same bits however its steps arrive: one by one, in chunks, together with
/// other sessions as a batch, or as the whole sequence that the layers run over. All of it is
/// inference.
///
/// The parameters are those of the layers, not copies. They refuse updates ([Parameters#freeze]),
/// so that no session meets one that is half written, or goes on over others than it began with.
///
/// @param <S> the recurrent layer's state
public final class FrozenModel<S extends State<S>> {
    private final RecurrentLayer<S> layer;
    private final Sequential before;
    private final Sequential after;
    private final S initial; // of one row, for all sessions
    private final RowTensors example; // of one row, what each session brings
    private final SavedSessions saved;

    private FrozenModel(
            RecurrentLayer<S> layer,
            Sequential before,
            Sequential after,
            S initial,
            RowTensors example) {
        this.layer = layer;
        this.before = before;
        this.after = after;
        this.initial = initial;
        this.example = example;
        parameters().freeze();
        this.saved = new SavedSessions(parameters());
    }

    static <S extends State<S>> FrozenModel<S> of(RecurrentLayer<S> layer, RowTensors example) {
        if (FilledSkips.isIn(layer)) {
            throw new IllegalArgumentException(
                    "SkippedSteps.LAST_OUTPUT does not go with sessions: the last output of one"
                        + " chunk is not known in the next; withSkippedSteps(SkippedSteps.ZEROS)"
                        + " takes it off "
                            + layer);
        }
        S initial = layer.initialState(1).kept();
        tryOut(layer, initial, example);
        return new FrozenModel<>(layer, Sequential.of(), Sequential.of(), initial, example.kept());
    }

    /// One step over zeros: the layer itself says what keeps it from being stepped.
    private static <S extends State<S>> void tryOut(
            RecurrentLayer<S> layer, S initial, RowTensors rows) {
        DType type =
                Stream.concat(initial.tensors().stream(), layer.parameters().tensors().stream())
                        .map(Tensor::type)
                        .findFirst()
                        .orElse(DType.FLOAT32);
        layer.step(Tensor.zeros(type, 1, layer.inputSize()), initial, rows);
    }

    /// With layers between the inputs and the recurrent layer, such as an
    /// [Embedding][org.unroll.nn.Embedding]. They come before those that are there, and are frozen
    /// too.
    ///
    /// @param layers in the order of application, each working on every step by itself
    /// @throws IllegalArgumentException if one is recurrent: recurrent layers on top of each other
    ///   are one [RecurrentStack]
    public FrozenModel<S> withLayersBefore(Layer... layers) {
        Sequential more = joined(List.of(layers), before.layers());
        return new FrozenModel<>(layer, more, after, initial, example);
    }

    /// With layers on the recurrent layer's outputs, such as a [Linear][org.unroll.nn.Linear]. They
    /// come after those that are there, and are frozen too.
    ///
    /// @param layers in the order of application, each working on every step by itself
    /// @throws IllegalArgumentException if one is recurrent, or takes the time away as
    ///   [LastStep][org.unroll.nn.LastStep] does, or does not fit the outputs
    public FrozenModel<S> withLayersAfter(Layer... layers) {
        Sequential more = joined(after.layers(), List.of(layers));
        for (int steps : new int[] {3, 5}) { // two, for other sizes may happen to be one of them
            Shape shape = more.outputShape(Shape.of(2, steps, layer.outputSize()));
            if (shape.rank() < 2 || shape.dim(0) != 2 || shape.dim(1) != steps) {
                throw new IllegalArgumentException(
                        "a session gives an output for every step, but %s make %s of [2, %d, %d]"
                                .formatted(more.layers(), shape, steps, layer.outputSize()));
            }
        }
        return new FrozenModel<>(layer, before, more, initial, example);
    }

    private static Sequential joined(List<Layer> first, List<Layer> second) {
        List<Layer> all = new ArrayList<>(first);
        all.addAll(second);
        all.forEach(FrozenModel::requireWithoutState);
        return new Sequential(all);
    }

    private static void requireWithoutState(Layer layer) {
        if (layer instanceof Sequential several) {
            several.layers().forEach(FrozenModel::requireWithoutState);
        } else if (layer instanceof RecurrentLayer<?>) {
            throw new IllegalArgumentException(
                    layer
                            + " has a state of its own, which sessions would not keep: put"
                            + " recurrent layers into one RecurrentStack");
        }
    }

    /// A session before its first step.
    ///
    /// @throws IllegalArgumentException if a cell's step asks for tensors per row
    public Session<S> session() {
        return session(RowTensors.none());
    }

    /// A session before its first step, of a layer whose cells' steps ask for tensors per row.
    ///
    /// @param rows `[1, ...]` each, with the names and types of the
    ///   [example][RecurrentLayer#frozen] that the layer was frozen with. Shapes may be others, as
    ///   far as the cells take them: sessions that are fed as one batch, or saved together, have
    ///   the same ones
    /// @throws IllegalArgumentException if the layer's cells do not take them
    public Session<S> session(RowTensors rows) {
        return new Session<>(this, new Session.Position<>(initial, own(rows), 0));
    }

    /// A session that goes on from a state.
    ///
    /// @param state of one row
    /// @throws IllegalArgumentException if it is not a state of the layer, or a cell's step asks
    ///   for tensors per row
    public Session<S> session(S state) {
        return session(state, RowTensors.none());
    }

    /// A session that goes on from a state, of a layer whose cells' steps ask for tensors per row.
    ///
    /// @param state of one row
    /// @param rows as of [#session(RowTensors)]
    /// @throws IllegalArgumentException if the layer takes one of them not
    public Session<S> session(S state, RowTensors rows) {
        S start = initial.withRows(state, 0).kept(); // refuses other kinds
        return new Session<>(this, new Session.Position<>(start, own(rows), 0));
    }

    /// What a session brings, in the order of the example.
    private RowTensors own(RowTensors rows) {
        RowTensors ordered = rows.orderedAs(example);
        if (!ordered.isLike(example)) {
            tryOut(layer, initial, ordered);
        }
        return ordered.kept();
    }

    /// One step of many sessions, as one batch: as if each made it alone, in less time.
    ///
    /// @param sessions of this model, each once
    /// @param inputs `[sessions, ...]`, a step's input for each
    /// @return `[sessions, ...]`, the outputs
    /// @throws IllegalArgumentException if the inputs do not fit, and no session has moved then
    /// @throws IllegalStateException if another thread feeds one of the sessions
    public Tensor step(List<Session<S>> sessions, Tensor inputs) {
        if (inputs.rank() < 1 || inputs.dim(0) != sessions.size()) {
            throw new IllegalArgumentException(
                    "expected an input for each of %d sessions but got %s"
                            .formatted(sessions.size(), inputs.shape()));
        }
        return feed(sessions, Sequence.of(inputs.unsqueezed(1))).values().squeezed(1);
    }

    /// A chunk of steps for each of many sessions, as one batch.
    ///
    /// @param sessions of this model, each once
    /// @param inputs `[sessions, steps, ...]`, or time first; with lengths, if the sessions get
    ///   different numbers of steps
    /// @return the outputs, at their inputs' places
    /// @throws IllegalArgumentException if the inputs do not fit, and no session has moved then
    /// @throws IllegalStateException if another thread feeds one of the sessions
    public Sequence run(List<Session<S>> sessions, Sequence inputs) {
        if (inputs.rows() != sessions.size()) {
            throw new IllegalArgumentException(
                    "expected a row for each of %d sessions but got %s"
                            .formatted(sessions.size(), inputs));
        }
        return feed(sessions, inputs);
    }

    Sequence feed(List<Session<S>> sessions, Sequence inputs) {
        if (sessions.isEmpty()) {
            throw new IllegalArgumentException("expected at least one session");
        }
        for (int i = 0; i < sessions.size(); i++) {
            if (sessions.get(i).model() != this) {
                throw new IllegalArgumentException("session " + i + " is one of another model");
            }
        }
        return Session.moved(
                sessions,
                (state, rows) -> {
                    Sequence values = before.forward(inputs, Mode.inference());
                    checkInput(inputs, values);
                    RecurrentOutput<S> output = layer.run(values, state, Mode.inference(), rows);
                    return new RecurrentOutput<>(
                            after.forward(output.outputs(), Mode.inference()), output.finalState());
                },
                inputs.lengths());
    }

    /// Says in a session's terms what does not fit.
    private void checkInput(Sequence inputs, Sequence values) {
        Tensor given = values.values();
        if (given.rank() != 3
                || values.rows() != inputs.rows()
                || values.steps() != inputs.steps()
                || given.dim(2) != layer.inputSize()) {
            int[] whole = inputs.values().shape().dims();
            Shape step = Shape.of(Arrays.copyOfRange(whole, 2, whole.length));
            throw new IllegalArgumentException(
                    before.layers().isEmpty()
                            ? "%s: expected a step's input [%d] but got %s"
                                    .formatted(layer, layer.inputSize(), step)
                            : "%s: expected [rows, steps, %d] from %s but got %s of %s"
                                    .formatted(
                                            layer,
                                            layer.inputSize(),
                                            before.layers(),
                                            given.shape(),
                                            inputs.values().shape()));
        }
    }

    /// What is to be kept of sessions, for [#restored]: tensors for a file, each with a row for
    /// each session. States stand under `state.` and their own names, tensors per row under
    /// `rows.`; `steps` counts the steps, and `model` is a hash of the parameters.
    ///
    /// @param sessions at least one; one that is being fed is saved as it was before
    /// @throws IllegalArgumentException if their tensors per row have other shapes: save such
    ///   sessions in several files
    public Map<String, Tensor> saved(List<Session<S>> sessions) {
        return saved.of(sessions);
    }

    /// The sessions that were saved, in their order. They go on with the same bits.
    ///
    /// @param sessions what [#saved] gave
    /// @throws IllegalArgumentException if something else is there, or what was saved over other
    ///   parameters: to go on over others nevertheless, make a session of a state
    public List<Session<S>> restored(Map<String, Tensor> sessions) {
        return saved.restored(sessions, initial, this::own).stream()
                .map(position -> new Session<>(this, position))
                .toList();
    }

    S initial() {
        return initial;
    }

    /// The recurrent layer.
    public RecurrentLayer<S> layer() {
        return layer;
    }

    /// The parameters of all layers: the recurrent layer's under their own names, the others under
    /// `before.0.` and so on.
    public Parameters parameters() {
        return Parameters.join(
                before.parameters().under("before"),
                layer.parameters(),
                after.parameters().under("after"));
    }

    @Override
    public String toString() {
        return "FrozenModel("
                + Stream.of(before.layers(), List.of(layer), after.layers())
                        .flatMap(List::stream)
                        .map(Layer::toString)
                        .collect(Collectors.joining(", "))
                + ")";
    }
}
