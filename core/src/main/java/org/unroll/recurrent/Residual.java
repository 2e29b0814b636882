package org.unroll.recurrent;

import org.unroll.nn.Dropout;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Tensor;

/// A layer whose input is added to its output: `y = x + layer(dropout(x))`. He and others, "Deep
/// residual learning for image recognition" (2016); between recurrent layers Wu and others,
/// "Google's neural machine translation system" (2016). At skipped timesteps `y` is zero.
///
/// [RecurrentOptions#withResidual] puts it around all layers of a stack but the first. PyTorch and
/// Keras have no such option.
///
/// The weights keep their names.
///
/// @param <S> the state of the layer
public final class Residual<S extends State<S>> extends DecoratedLayer<S> {
    private final Dropout dropout;

    private Residual(RecurrentLayer<S> layer, Dropout dropout) {
        super(layer);
        this.dropout = dropout;
    }

    /// A layer with its input added to its output.
    ///
    /// @throws IllegalArgumentException if input and output are not equally long
    public static <S extends State<S>> Residual<S> of(RecurrentLayer<S> layer) {
        return of(layer, 0);
    }

    /// A layer with its input added to its output. In training the layer sees the input with
    /// dropout, what is added is without.
    ///
    /// @param dropout the share of values dropped, in `[0, 1)`
    /// @throws IllegalArgumentException if input and output are not equally long
    public static <S extends State<S>> Residual<S> of(RecurrentLayer<S> layer, double dropout) {
        Rates.check("rate of dropout", dropout);
        if (layer.inputSize() != layer.outputSize()) {
            throw new IllegalArgumentException(
                    "a residual connection wants outputs as long as the inputs but %s makes %d of %d"
                            .formatted(layer, layer.outputSize(), layer.inputSize()));
        }
        if (FilledSkips.isIn(layer)) {
            throw new IllegalArgumentException(
                    "what stands at skipped steps is said of the whole, Residual.of(layer).withSkippedSteps(...), not of %s inside"
                            .formatted(layer));
        }
        return new Residual<>(layer, new Dropout(dropout));
    }

    @Override
    Residual<S> around(RecurrentLayer<S> other) {
        return new Residual<>(other, dropout);
    }

    @Override
    Sequence inside(Sequence input, Mode mode) {
        return dropout.forward(input, mode);
    }

    @Override
    Sequence outputs(Sequence inner, Sequence input) {
        Tensor sum = inner.values().plus(input.values());
        if (!input.hasLengths()) {
            return inner.with(sum);
        }
        int[] dims = sum.shape().dims();
        Tensor valid = input.mask(sum.type()).unsqueezed(2).broadcastTo(dims);
        return inner.with(Tensor.where(valid, sum, Tensor.zeros(sum.type(), dims)));
    }

    /// Adds the input of the timestep that is read last. Around a layer of both directions whose
    /// outputs are put side by side, each direction's half has its own.
    ///
    /// @throws IllegalStateException around a layer of both directions whose outputs are merged in
    ///   another way: no one timestep's input belongs to the result
    @Override
    public Step<S> read(Sequence input, S initial, Mode mode, RowTensors rows) {
        Tensor end = end(layer(), input);
        Step<S> read = layer().read(inside(input, mode), initial, mode, rows);
        return new Step<>(read.output().plus(end), read.state());
    }

    private static Tensor end(RecurrentLayer<?> layer, Sequence input) {
        return switch (layer) {
            case Bidirectional<?> both -> both.ends(input);
            case RecurrentStack<?> stack -> end(stack.layers().getLast(), input);
            case Residual<?> residual -> end(residual.layer(), input);
            default -> Ends.of(input, layer.direction());
        };
    }

    @Override
    public Step<S> step(Tensor input, S state, RowTensors rows) {
        Step<S> step = layer().step(input, state, rows);
        return new Step<>(step.output().plus(input), step.state());
    }

    @Override
    public String planText(RowTensors rows) {
        return "added to its input: " + layer().planText(rows);
    }

    @Override
    public String toString() {
        return dropout.rate() == 0
                ? "Residual(" + layer() + ")"
                : "Residual(%s, dropout %s)".formatted(layer(), dropout.rate());
    }
}
