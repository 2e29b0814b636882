package org.unroll.recurrent;

import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Shape;

/// A layer around another one, of which it changes the outputs, or what it reads, and nothing else:
/// sizes, states and the weights with their names are those of the layer inside.
///
/// @param <S> the state of both layers
abstract sealed class DecoratedLayer<S extends State<S>> implements RecurrentLayer<S>
        permits FilledSkips, Residual {
    private final RecurrentLayer<S> layer;

    DecoratedLayer(RecurrentLayer<S> layer) {
        this.layer = layer;
    }

    /// The layer inside.
    public RecurrentLayer<S> layer() {
        return layer;
    }

    /// The same around another layer.
    abstract RecurrentLayer<S> around(RecurrentLayer<S> other);

    /// What the layer inside reads.
    abstract Sequence inside(Sequence input, Mode mode);

    /// What becomes of its outputs.
    abstract Sequence outputs(Sequence inner, Sequence input);

    @Override
    public RecurrentOutput<S> run(Sequence input, S initial, Mode mode, RowTensors rows) {
        return changed(layer.run(inside(input, mode), initial, mode, rows), input);
    }

    @Override
    public Observation<S> observe(
            Sequence input, S initial, Mode mode, RowTensors rows, String... names) {
        Observation<S> seen = layer.observe(inside(input, mode), initial, mode, rows, names);
        return new Observation<>(changed(seen.output(), input), seen.values());
    }

    private RecurrentOutput<S> changed(RecurrentOutput<S> inner, Sequence input) {
        return new RecurrentOutput<>(outputs(inner.outputs(), input), inner.finalState());
    }

    @Override
    public RecurrentLayer<S> eagerly() {
        return around(layer.eagerly());
    }

    @Override
    public RecurrentLayer<S> recomputing() {
        return around(layer.recomputing());
    }

    @Override
    public RecurrentLayer<S> reversed() {
        return around(layer.reversed());
    }

    @Override
    public Direction direction() {
        return layer.direction();
    }

    @Override
    public S initialState(int rows) {
        return layer.initialState(rows);
    }

    @Override
    public int inputSize() {
        return layer.inputSize();
    }

    @Override
    public int outputSize() {
        return layer.outputSize();
    }

    @Override
    public Parameters parameters() {
        return layer.parameters();
    }

    @Override
    public Shape outputShape(Shape input) {
        return layer.outputShape(input);
    }
}
