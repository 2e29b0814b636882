package org.unroll.recurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.unroll.nn.Sequence;
import org.unroll.tensor.DType;
import org.unroll.tensor.Tensor;

/// One stream of steps over a [FrozenModel]: where it stands, and nothing else, so that there can
/// be very many.
///
/// Sessions of one model may be fed by different threads at the same time. One session takes one
/// thing after the other, from any thread; what comes in between is refused, and changes nothing.
///
/// @param <S> the state's type
public final class Session<S extends State<S>> {
    /// Where a session stands.
    ///
    /// @param state of one row
    /// @param rows what the session brought for its cells' steps, of one row
    /// @param steps since its beginning
    record Position<S extends State<S>>(S state, RowTensors rows, long steps) {
        Position<S> at(S next, long count) {
            return new Position<>(next, rows, count);
        }
    }

    private final FrozenModel<S> model;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile Position<S> position;

    Session(FrozenModel<S> model, Position<S> position) {
        this.model = model;
        this.position = position;
    }

    /// Makes one step.
    ///
    /// @param input a step's input without rows and steps: `[inputSize]`, or a token `[]`
    /// @return the output without rows and steps, `[outputSize]`
    /// @throws IllegalArgumentException if the input does not fit; the session stays where it is
    /// @throws IllegalStateException if another thread feeds the session
    public Tensor step(Tensor input) {
        Sequence inputs = Sequence.of(input.unsqueezed(0).unsqueezed(0));
        return model.feed(List.of(this), inputs).values().squeezed(0).squeezed(0);
    }

    /// Makes one step, of a model that reads tokens.
    ///
    /// @return the output without rows and steps, `[outputSize]`
    public Tensor step(int token) {
        return step(Tensor.scalar(DType.INT32, token));
    }

    /// Makes several steps.
    ///
    /// @param chunk `[steps, inputSize]`, or tokens `[steps]`
    /// @return the output of each step, `[steps, outputSize]`
    /// @throws IllegalArgumentException if the input does not fit; the session stays where it is
    /// @throws IllegalStateException if another thread feeds the session
    public Tensor run(Tensor chunk) {
        if (chunk.rank() < 1) {
            throw new IllegalArgumentException("expected a chunk [steps, ...] but got []");
        }
        return model.feed(List.of(this), Sequence.of(chunk.unsqueezed(0))).values().squeezed(0);
    }

    /// Goes back to before the first step. Tensors per row stay.
    ///
    /// @throws IllegalStateException if another thread feeds the session
    public void reset() {
        take();
        position = position.at(model.initial(), 0);
        busy.set(false);
    }

    /// Another session that goes on from here.
    public Session<S> copy() {
        return new Session<>(model, position);
    }

    /// The state after the steps so far, of one row.
    public S state() {
        return position.state;
    }

    /// The tensors per row that the session brought, of one row.
    public RowTensors rows() {
        return position.rows;
    }

    /// How many steps the session has made since it began, or was reset.
    public long steps() {
        return position.steps;
    }

    Position<S> position() {
        return position;
    }

    /// The model.
    public FrozenModel<S> model() {
        return model;
    }

    private void take() {
        if (!busy.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "the session is fed already: it takes one thing after the other");
        }
    }

    /// Moves sessions on, together or not at all.
    ///
    /// @param run runs over their joined states and tensors per row
    /// @param steps how many steps each makes
    static <S extends State<S>> Sequence moved(
            List<Session<S>> sessions,
            BiFunction<S, RowTensors, RecurrentOutput<S>> run,
            int[] steps) {
        int taken = 0;
        try {
            for (Session<S> session : sessions) {
                session.take();
                taken++;
            }
            if (sessions.size() == 1) {
                Session<S> only = sessions.getFirst();
                RecurrentOutput<S> output = run.apply(only.state(), only.rows());
                only.moveTo(output.finalState(), steps[0]);
                return output.outputs();
            }
            RecurrentOutput<S> output =
                    run.apply(
                            State.joined(sessions.stream().map(Session::state).toList()),
                            joinedRows(sessions.stream().map(Session::position).toList()));
            // all new states first, so that an error moves none
            List<S> states = new ArrayList<>();
            IntStream.range(0, taken).forEach(i -> states.add(output.finalState().rows(i)));
            for (int i = 0; i < taken; i++) {
                sessions.get(i).moveTo(states.get(i), steps[i]);
            }
            return output.outputs();
        } finally {
            sessions.subList(0, taken).forEach(session -> session.busy.set(false));
        }
    }

    private void moveTo(S state, int steps) {
        position = position.at(state.kept(), position.steps + steps);
    }

    /// The tensors per row of sessions, session by session.
    ///
    /// @throws IllegalArgumentException if their shapes differ
    static <S extends State<S>> RowTensors joinedRows(List<Position<S>> positions) {
        RowTensors first = positions.getFirst().rows;
        for (int i = 1; i < positions.size(); i++) {
            if (!positions.get(i).rows.isLike(first)) {
                throw new IllegalArgumentException(
                        "sessions that are joined have tensors per row of equal shapes but session 0 has %s and session %d %s"
                                .formatted(first, i, positions.get(i).rows));
            }
        }
        return RowTensors.joined(positions.stream().map(Position::rows).toList());
    }

    @Override
    public String toString() {
        long steps = position.steps;
        return "Session(%d %s over %s)".formatted(steps, steps == 1 ? "step" : "steps", model);
    }
}
