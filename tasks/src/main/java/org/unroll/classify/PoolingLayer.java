package org.unroll.classify;

import java.util.Arrays;
import org.unroll.nn.LastStep;
import org.unroll.nn.Layer;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// From outputs `[rows, steps, n]` to one vector per row, `[rows, n]`; padding does not count.
record PoolingLayer(Pooling pooling) implements Layer {
    @Override
    public Sequence forward(Sequence input, Mode mode) {
        return switch (pooling) {
            case LAST_STATE -> new LastStep().forward(input, mode);
            case MEAN -> Sequence.of(mean(input));
            case MAX -> Sequence.of(max(input));
        };
    }

    private static Tensor mean(Sequence input) {
        Tensor values = input.values();
        Tensor mask = input.mask(values.type()).unsqueezed(2);
        double[] lengths = Arrays.stream(input.lengths()).asDoubleStream().toArray();
        Tensor counts = Tensor.of(lengths, lengths.length, 1).to(values.type());
        return values.times(mask).sum(1).dividedBy(counts);
    }

    private static Tensor max(Sequence input) {
        Tensor values = input.values();
        Tensor mask = input.mask(values.type()).unsqueezed(2).broadcastTo(values.shape().dims());
        // outputs are within [-1, 1], or not negative; far below either, yet finite
        Tensor low = Tensor.full(values.type(), -1e9, values.shape().dims());
        return Tensor.where(mask, values, low).max(1);
    }

    @Override
    public Shape outputShape(Shape input) {
        return Shape.of(input.dim(0), input.dim(2));
    }

    @Override
    public String toString() {
        return switch (pooling) {
            case LAST_STATE -> "LastStep";
            case MEAN -> "Mean over steps";
            case MAX -> "Maximum over steps";
        };
    }
}
