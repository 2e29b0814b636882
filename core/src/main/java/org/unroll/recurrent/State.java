package org.unroll.recurrent;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.unroll.nn.Initializer;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// What a cell hands on from one timestep to the next: one or more tensors, each with the rows of
/// the batch along axis 0. A record with named components, such as [LstmState], so that nobody has
/// to remember an order.
///
/// A state is a value: every method gives a new one, and gradients flow through those that move
/// rows.
///
/// @param <S> the state's own type
public interface State<S extends State<S>> {
    /// The tensors, in an order of the state's own.
    List<Tensor> tensors();

    /// A state with other tensors in the same order.
    S with(List<Tensor> tensors);

    /// The names of the tensors, in their order: `hidden`, `cell`. Layers and directions are told
    /// apart as those of weights are, `cell_l1_reverse`. A state without names of its own has
    /// numbers from 0.
    default List<String> names() {
        return IntStream.range(0, tensors().size()).mapToObj(String::valueOf).toList();
    }

    /// The tensors by their names, in their order; unmodifiable.
    default Map<String, Tensor> asMap() {
        List<String> names = names();
        List<Tensor> tensors = tensors();
        Map<String, Tensor> map = new LinkedHashMap<>();
        for (int i = 0; i < tensors.size(); i++) {
            map.put(names.get(i), tensors.get(i));
        }
        return Collections.unmodifiableMap(map);
    }

    /// The tensor of a name.
    ///
    /// @throws IllegalArgumentException if there is none
    default Tensor get(String name) {
        Tensor tensor = asMap().get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("no tensor '" + name + "'; there are " + names());
        }
        return tensor;
    }

    /// A state with other tensors, of any number of rows, under the same names: what [#asMap] gave.
    ///
    /// @throws IllegalArgumentException if a name is missing or unknown
    default S with(Map<String, Tensor> tensors) {
        return with(StateRows.named(this, tensors));
    }

    /// Some of the rows.
    ///
    /// @param rows in this order, each from 0; a row may come twice
    /// @throws IllegalArgumentException if there is no such row
    default S rows(int... rows) {
        return with(StateRows.chosen(tensors(), rows));
    }

    /// With other rows at some places: those of a batch's streams that begin anew, for instance.
    ///
    /// @param other one row for each of `rows`, in their order
    /// @param rows the places, each from 0 and at most once
    /// @throws IllegalArgumentException if there is no such row, or another number of them in
    ///   `other`
    default S withRows(S other, int... rows) {
        return with(StateRows.replaced(tensors(), other.tensors(), rows));
    }

    /// A state of the same shapes and types with new numbers, such as
    /// `layer.initialState(rows).drawn(Initializer.normal(0, 1), rng)`.
    ///
    /// @param rng is advanced
    default S drawn(Initializer initializer, Rng rng) {
        return with(
                tensors().stream()
                        .map(like -> initializer.create(like.type(), rng, like.shape().dims()))
                        .toList());
    }

    /// The rows of all states, one state's after the other's.
    ///
    /// @throws IllegalArgumentException if there is none, or one has other tensors
    static <S extends State<S>> S joined(List<S> states) {
        if (states.isEmpty()) {
            throw new IllegalArgumentException("expected at least one state to join");
        }
        return states.getFirst().with(StateRows.joined(states));
    }

    /// The same values, at which differentiation stops: for truncated backpropagation through time.
    default S detached() {
        return with(tensors().stream().map(Tensor::detached).toList());
    }

    /// The same values, at which differentiation stops, for as long as they are wanted: what a
    /// [training step][org.unroll.train.TrainingStep] leaves to the next one. See [Tensor#kept].
    default S kept() {
        return with(tensors().stream().map(Tensor::kept).toList());
    }
}
