package org.unroll.tensor;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Operations that find elements by number.
public sealed interface Lookup extends Operation {
    /// Rows of a table (axis 0 of the first input) by number (the second input, int32). The row
    /// `withoutGradient`, if there is one, gets no gradient; -1 for none.
    record TakeRows(int withoutGradient) implements Lookup {
        @Override
        public Shape shape(List<Tensor> inputs) {
            return Indexing.rowsShape(inputs.get(0).shape(), inputs.get(1));
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            return Indexing.takeRows(inputs.get(0), inputs.get(1), withoutGradient, shape);
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            return Pointwise.two(
                    Tensor.apply(
                            new AddRows(inputs.get(0).shape(), withoutGradient), g, inputs.get(1)),
                    null);
        }
    }

    /// The derivative of [TakeRows]: adds each row of the first input to the numbered row of a
    /// table of zeros, but for the row `skipped`, which stays zero; -1 for none.
    record AddRows(Shape table, int skipped) implements Lookup {
        @Override
        public Shape shape(List<Tensor> inputs) {
            return table;
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            return Indexing.addRows(inputs.get(0), inputs.get(1), skipped, shape);
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            if (skipped >= 0) {
                throw new IllegalStateException(
                        "the derivative of AddRows with a skipped row is not defined");
            }
            return Pointwise.two(g.rows(inputs.get(1)), null);
        }
    }

    /// One element of the last axis by number, for each position of the second input (int32, same
    /// rank).
    record Pick() implements Lookup {
        @Override
        public Shape shape(List<Tensor> inputs) {
            return Indexing.pickShape(inputs.get(0).shape(), inputs.get(1));
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            return Indexing.pick(inputs.get(0), inputs.get(1), shape);
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            return Pointwise.two(
                    Tensor.apply(new Place(inputs.get(0).dim(-1)), g, inputs.get(1)), null);
        }
    }

    /// The derivative of [Pick]: adds each element at its number in a last axis of zeros.
    record Place(int length) implements Lookup {
        @Override
        public Shape shape(List<Tensor> inputs) {
            return inputs.get(0).shape().with(-1, length);
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            return Indexing.place(inputs.get(0), inputs.get(1), shape);
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            return Pointwise.two(Tensor.apply(new Pick(), g, inputs.get(1)), null);
        }
    }

    /// A new last axis with 1 at each number (int32) and 0 elsewhere.
    record OneHot(int classes, DType floating) implements Lookup {
        @Override
        public Shape shape(List<Tensor> inputs) {
            return Indexing.oneHotShape(inputs.getFirst(), classes, floating);
        }

        @Override
        public DType type(List<Tensor> inputs) {
            return floating;
        }

        @Override
        public Tensor compute(List<Tensor> inputs, Shape shape) {
            return Indexing.oneHot(inputs.getFirst(), floating, shape);
        }

        @Override
        public List<@Nullable Tensor> gradients(
                List<Tensor> inputs, Tensor y, Tensor g, boolean[] needed) {
            return Pointwise.one(null);
        }
    }
}
