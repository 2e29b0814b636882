package org.unroll.recurrent;

import java.util.ArrayList;
import java.util.List;
import org.unroll.tensor.Tensor;

/// The states of a stack's layers, the one next to the input first.
///
/// @param <S> the state of one layer
public record StackState<S extends State<S>>(List<S> layers) implements State<StackState<S>> {
    /// One state per layer.
    public StackState {
        layers = List.copyOf(layers);
    }

    /// The state of one layer.
    public S layer(int index) {
        return layers.get(index);
    }

    /// The state of the last layer.
    public S last() {
        return layers.getLast();
    }

    @Override
    public List<Tensor> tensors() {
        return layers.stream().flatMap(layer -> layer.tensors().stream()).toList();
    }

    /// Those of each layer, with its number behind: `hidden_l0`, `hidden_l0_reverse`.
    @Override
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            // of one direction or of both: its names tell
            PartNames ofLayer = PartNames.ofLayer(i, Direction.BOTH);
            layers.get(i).names().stream().map(ofLayer.outer()).forEach(names::add);
        }
        return names;
    }

    @Override
    public StackState<S> with(List<Tensor> tensors) {
        List<S> changed = new ArrayList<>();
        int from = 0;
        for (S layer : layers) {
            int count = layer.tensors().size();
            changed.add(layer.with(tensors.subList(from, from + count)));
            from += count;
        }
        return new StackState<>(changed);
    }
}
