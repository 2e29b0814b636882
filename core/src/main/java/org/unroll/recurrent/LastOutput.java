package org.unroll.recurrent;

import org.unroll.nn.Layer;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// A recurrent layer that gives one vector for each row, after it has read everything:
/// [RecurrentLayer#read] as a layer, for [org.unroll.nn.Sequential]. `[rows, steps, n]` becomes
/// `[rows, outputSize]`; Keras's `return_sequences=False`.
///
/// For a layer that reads forwards it is the same as [org.unroll.nn.LastStep] behind it. For one of
/// both directions it is not: at a row's last timestep the backward direction has read but that
/// one.
///
/// @param layer what reads
public record LastOutput(RecurrentLayer<?> layer) implements Layer {
    @Override
    public Sequence forward(Sequence input, Mode mode) {
        return Sequence.of(read(layer, input, mode));
    }

    private static <S extends State<S>> Tensor read(
            RecurrentLayer<S> layer, Sequence input, Mode mode) {
        return layer.read(input, mode).output();
    }

    @Override
    public Parameters parameters() {
        return layer.parameters();
    }

    /// The shape for a batch-first input.
    @Override
    public Shape outputShape(Shape input) {
        return Shape.of(input.dim(0), layer.outputShape(input).dim(2));
    }

    @Override
    public String toString() {
        return "LastOutput(" + layer + ")";
    }
}
