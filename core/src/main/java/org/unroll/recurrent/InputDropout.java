package org.unroll.recurrent;

import org.unroll.tensor.Tensor;

/// A cell that drops numbers of its input in training, the same at every timestep of a row: `cell(m
/// ∘ x, s)`, where `m` is 0 with probability `rate` and `1 / (1 - rate)` otherwise. Gal and
/// Ghahramani, "A theoretically grounded application of dropout in recurrent neural networks"
/// (2016).
///
/// Keras's argument `dropout` of its cells, with one mask for all gates as in Keras 3; PyTorch has
/// none. Masks anew at every timestep, between the layers of a stack, are
/// [RecurrentOptions#withDropout].
///
/// In the lowest layer over an [org.unroll.nn.Embedding], the engine cannot compute the input's
/// part once for each row of the table any more.
///
/// @param <S> the state of the cell
public final class InputDropout<S extends State<S>> implements DecoratedCell<S> {
    private final RecurrentCell<S> cell;
    private final double rate;

    private InputDropout(RecurrentCell<S> cell, double rate) {
        this.cell = cell;
        this.rate = rate;
    }

    /// A cell that drops this share of its input.
    ///
    /// @param rate in `[0, 1)`; 0 changes nothing
    public static <S extends State<S>> InputDropout<S> of(RecurrentCell<S> cell, double rate) {
        Rates.check("rate of input dropout", rate);
        return new InputDropout<>(cell, rate);
    }

    @Override
    public RecurrentCell<S> cell() {
        return cell;
    }

    @Override
    public Step<S> step(Tensor input, S state, StepContext context) {
        return cell.step(context.dropoutPerSequence(input, rate), state, context);
    }

    @Override
    public String toString() {
        return "InputDropout(%s, %s)".formatted(cell, rate);
    }
}
