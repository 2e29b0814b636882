package org.unroll.nn;

import java.util.List;
import org.unroll.tensor.FiniteCheck;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Shape;

/// Layers one after another, recurrent ones too; lengths travel through with the values.
///
/// Parameters are named by place, as in PyTorch: `0.weight`, `0.bias`, `2.weight_ih_l0`, ...
///
/// @param layers in the order of application
public record Sequential(List<Layer> layers) implements Layer {

    /// Copies the list.
    public Sequential {
        layers = List.copyOf(layers);
    }

    /// Joins layers.
    public static Sequential of(Layer... layers) {
        return new Sequential(List.of(layers));
    }

    @Override
    public Sequence forward(Sequence input, Mode mode) {
        Sequence values = input;
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            Sequence before = values;
            values =
                    FiniteCheck.isOn()
                            ? FiniteCheck.in(
                                    "layer %d %s".formatted(i, Summary.label(layer)),
                                    () -> layer.forward(before, mode))
                            : layer.forward(before, mode);
        }
        return values;
    }

    @Override
    public Parameters parameters() {
        var parts = new Parameters[layers.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = layers.get(i).parameters().under(Integer.toString(i));
        }
        return Parameters.join(parts);
    }

    @Override
    public Shape outputShape(Shape input) {
        Shape shape = input;
        for (Layer layer : layers) {
            shape = layer.outputShape(shape);
        }
        return shape;
    }

    @Override
    public String toString() {
        return "Sequential(" + layers.size() + (layers.size() == 1 ? " layer)" : " layers)");
    }
}
