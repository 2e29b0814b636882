package org.unroll.internal.network;

import java.util.List;
import org.unroll.nn.Layer;
import org.unroll.nn.Sequential;

/// What a network consists of, for people.
public final class Layers {
    private Layers() {}

    /// The layers from first to last as a table, for a batch of tokens of this shape.
    public static String summary(List<Layer> layers, int... shape) {
        return Sequential.of(layers.toArray(Layer[]::new)).summary(shape).toString();
    }
}
