package org.unroll.recurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.unroll.tensor.Tensor;

/// What states of every kind do with their tensors' rows.
final class StateRows {
    private StateRows() {}

    /// These rows of each tensor.
    static List<Tensor> chosen(List<Tensor> tensors, int[] rows) {
        int count = count(tensors);
        for (int row : rows) {
            checkRow(row, count);
        }
        Tensor numbers = Tensor.of(rows, rows.length);
        return tensors.stream().map(tensor -> tensor.rows(numbers)).toList();
    }

    /// The tensors with other rows at some places.
    ///
    /// @param others a row for each of the places
    static List<Tensor> replaced(List<Tensor> tensors, List<Tensor> others, int[] places) {
        checkKinds(tensors, others);
        int count = count(tensors);
        if (count(others) != places.length) {
            throw new IllegalArgumentException(
                    "expected a state with a row for each of %d places but got %d rows; rows(...) takes some of them"
                            .formatted(places.length, count(others)));
        }
        int[] from = IntStream.range(0, count).toArray();
        for (int i = 0; i < places.length; i++) {
            checkRow(places[i], count);
            if (from[places[i]] >= count) {
                throw new IllegalArgumentException("row " + places[i] + " is to be replaced twice");
            }
            from[places[i]] = count + i;
        }
        Tensor numbers = Tensor.of(from, count);
        List<Tensor> replaced = new ArrayList<>();
        for (int i = 0; i < tensors.size(); i++) {
            replaced.add(Tensor.concat(0, tensors.get(i), others.get(i)).rows(numbers));
        }
        return replaced;
    }

    /// The rows of all states, tensor by tensor.
    ///
    /// @param states at least one
    static <S extends State<S>> List<Tensor> joined(List<S> states) {
        List<Tensor> first = states.getFirst().tensors();
        states.forEach(state -> checkKinds(first, state.tensors()));
        return IntStream.range(0, first.size())
                .mapToObj(i ->
                        Tensor.concat(
                                0, states.stream().map(state -> state.tensors().get(i)).toList()))
                .toList();
    }

    /// The tensors of a state's names, in their order.
    static List<Tensor> named(State<?> like, Map<String, Tensor> tensors) {
        List<String> names = like.names();
        if (tensors.size() != names.size() || !tensors.keySet().containsAll(names)) {
            throw new IllegalArgumentException(
                    "expected a state's tensors %s but got %s".formatted(names, tensors.keySet()));
        }
        return names.stream().map(tensors::get).toList();
    }

    private static int count(List<Tensor> tensors) {
        return tensors.isEmpty() ? 0 : tensors.getFirst().dim(0);
    }

    private static void checkRow(int row, int count) {
        if (row < 0 || row >= count) {
            throw new IllegalArgumentException(
                    "expected a row from 0 to %d but got %d".formatted(count - 1, row));
        }
    }

    /// The same but for the number of rows.
    private static void checkKinds(List<Tensor> expected, List<Tensor> given) {
        boolean same = expected.size() == given.size();
        for (int i = 0; same && i < given.size(); i++) {
            Tensor want = expected.get(i);
            Tensor got = given.get(i);
            same =
                    want.type() == got.type()
                            && got.rank() > 0
                            && got.shape().with(0, want.dim(0)).equals(want.shape());
        }
        if (!same) {
            throw new IllegalArgumentException(
                    "expected a state of the same kind, %s, but got %s"
                            .formatted(described(expected), described(given)));
        }
    }

    private static List<String> described(List<Tensor> tensors) {
        return tensors.stream().map(tensor -> tensor.type() + " " + tensor.shape()).toList();
    }
}
