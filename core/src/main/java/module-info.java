import org.jspecify.annotations.NullMarked;

/// Tensors, automatic differentiation, recurrent layers, training.
@NullMarked
module org.unroll.core {
    requires static jdk.incubator.vector;
    requires static org.jspecify;

    exports org.unroll.tensor;
    exports org.unroll.nn;
    exports org.unroll.recurrent;
    exports org.unroll.loss;
    exports org.unroll.metric;
    exports org.unroll.optim;
    exports org.unroll.data;
    exports org.unroll.train;
}
