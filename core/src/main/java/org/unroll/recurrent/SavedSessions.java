package org.unroll.recurrent;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// Sessions as named tensors, a row for each, and back.
final class SavedSessions {
    private static final String STATE = "state.";
    private static final String ROWS = "rows.";
    private static final String STEPS = "steps";
    private static final String MODEL = "model";

    private final Parameters parameters;
    private volatile @Nullable Tensor hash; // made when it is first asked for

    /// Of a model with these frozen parameters.
    SavedSessions(Parameters parameters) {
        this.parameters = parameters;
    }

    <S extends State<S>> Map<String, Tensor> of(List<Session<S>> sessions) {
        List<Session.Position<S>> positions = sessions.stream().map(Session::position).toList();
        S state = State.joined(positions.stream().map(Session.Position::state).toList());
        Map<String, Tensor> saved = new LinkedHashMap<>();
        state.asMap().forEach((name, tensor) -> saved.put(STATE + name, tensor));
        Session.joinedRows(positions)
                .asMap()
                .forEach((name, tensor) -> saved.put(ROWS + name, tensor));
        // float64 holds every whole number up to 2^53
        double[] steps = positions.stream().mapToDouble(Session.Position::steps).toArray();
        saved.put(STEPS, Tensor.of(steps, steps.length));
        saved.put(MODEL, hash());
        return saved;
    }

    /// @param initial a state of the same kind, of one row
    /// @param rowsOf checks the tensors per row that a session brings
    <S extends State<S>> List<Session.Position<S>> restored(
            Map<String, Tensor> saved, S initial, UnaryOperator<RowTensors> rowsOf) {
        Map<String, Tensor> states = new LinkedHashMap<>(saved);
        @Nullable Tensor steps = states.remove(STEPS);
        @Nullable Tensor model = states.remove(MODEL);
        if (steps == null || steps.rank() != 1 || model == null) {
            throw new IllegalArgumentException(
                    "expected saved sessions, with 'steps' and 'model', but got " + saved.keySet());
        }
        if (!Objects.deepEquals(model.array(), hash().array())) {
            throw new IllegalArgumentException(
                    "the sessions were saved over a model of other parameters");
        }
        Map<String, Tensor> named = new LinkedHashMap<>();
        RowTensors brought = RowTensors.none();
        for (Map.Entry<String, Tensor> entry : states.entrySet()) {
            String name = entry.getKey();
            Tensor tensor = entry.getValue();
            boolean ofRows = name.startsWith(ROWS);
            if (!(ofRows || name.startsWith(STATE))
                    || tensor.rank() < 1
                    || tensor.dim(0) != steps.dim(0)) {
                throw new IllegalArgumentException(
                        "expected '%s...' or '%s...' with a row for each of %d sessions but got '%s' %s"
                                .formatted(STATE, ROWS, steps.dim(0), name, tensor.shape()));
            }
            if (ofRows) {
                brought = brought.with(name.substring(ROWS.length()), tensor);
            } else {
                named.put(name.substring(STATE.length()), tensor);
            }
        }
        S all = initial.with(named);
        double[] counts = steps.toDoubles();
        List<Session.Position<S>> positions = new ArrayList<>();
        for (int row = 0; row < counts.length; row++) {
            // in place of the initial state's row, so that another kind of state is refused
            S state = initial.withRows(all.rows(row), 0).kept();
            RowTensors rows = rowsOf.apply(brought.rows(row));
            positions.add(new Session.Position<>(state, rows, (long) counts[row]));
        }
        return positions;
    }

    private Tensor hash() {
        @Nullable Tensor known = hash;
        if (known == null) {
            known = Fingerprint.of(parameters);
            hash = known;
        }
        return known;
    }
}
