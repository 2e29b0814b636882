package org.unroll.benchmarks;

import org.unroll.nn.Linear;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// The weights of an LSTM, dealt out to cells that are written in different ways, so that all
/// compute the same function. The gates stand in the order i, f, g, o.
///
/// @param input `[4 hidden, input]`
/// @param recurrent `[4 hidden, hidden]`
/// @param bias `[4 hidden]`
record ReluWeights(Tensor input, Tensor recurrent, Tensor bias) {
    static final int GATES = 4;

    int inputSize() {
        return input.dim(1);
    }

    int hiddenSize() {
        return recurrent.dim(1);
    }

    /// The weights of one gate.
    ReluWeights gate(int gate) {
        int from = gate * hiddenSize();
        int to = from + hiddenSize();
        return new ReluWeights(
                input.slice(0, from, to), recurrent.slice(0, from, to), bias.slice(0, from, to));
    }

    /// Gives a dense layer its values.
    static void load(Linear layer, Tensor weight, Tensor bias) {
        layer.parameters().load(Parameters.of("weight", weight, "bias", bias).asMap());
    }

    /// Gives a dense layer without bias its values.
    static void load(Linear layer, Tensor weight) {
        layer.parameters().load(Parameters.of("weight", weight).asMap());
    }
}
