package org.unroll.benchmarks.peer;

import org.bytedeco.pytorch.GRUImpl;
import org.bytedeco.pytorch.GRUOptions;
import org.bytedeco.pytorch.LSTMImpl;
import org.bytedeco.pytorch.LSTMOptions;
import org.bytedeco.pytorch.PackedSequence;
import org.bytedeco.pytorch.RNNImpl;
import org.bytedeco.pytorch.RNNOptions;
import org.bytedeco.pytorch.T_PackedSequenceT_TensorTensor_T_T;
import org.bytedeco.pytorch.T_TensorT_TensorTensor_T_T;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.unroll.benchmarks.shared.Network;

/// PyTorch's recurrent layers.
final class Layers {
    private static final String[] NAMES = {"weight_ih", "weight_hh", "bias_ih", "bias_hh"};

    private Layers() {}

    /// What a run gives.
    ///
    /// @param outputs of all timesteps, `[rows, steps, hidden]`; of no use after a packed run
    /// @param last the last layer's hidden state after each row's last timestep
    record Run(Tensor outputs, Tensor last) {}

    /// Recurrent layers over whole sequences.
    interface Recurrent {
        Run run(Tensor input);

        /// Over sequences of unequal length.
        default Run runPacked(PackedSequence input) {
            throw new UnsupportedOperationException();
        }
    }

    static Recurrent elman(Network network, Weights weights) {
        RNNOptions options = new RNNOptions(network.input(), network.hidden());
        options.num_layers().put(network.layers());
        options.batch_first().put(true);
        RNNImpl layer = new RNNImpl(options);
        layer.to(weights.type());
        fill(layer.all_weights(), weights);
        return input -> {
            T_TensorTensor_T result = layer.forward(input);
            return new Run(result.get0(), result.get1().select(0, network.layers() - 1));
        };
    }

    static Recurrent gru(Network network, Weights weights) {
        GRUOptions options = new GRUOptions(network.input(), network.hidden());
        options.num_layers().put(network.layers());
        options.batch_first().put(true);
        GRUImpl layer = new GRUImpl(options);
        layer.to(weights.type());
        fill(layer.all_weights(), weights);
        return input -> {
            T_TensorTensor_T result = layer.forward(input);
            return new Run(result.get0(), result.get1().select(0, network.layers() - 1));
        };
    }

    static Recurrent lstm(Network network, Weights weights) {
        LSTMImpl layer = lstmLayer(network, weights);
        return new Recurrent() {
            @Override
            public Run run(Tensor input) {
                T_TensorT_TensorTensor_T_T result = layer.forward(input);
                Tensor hidden = result.get1().get0();
                return new Run(result.get0(), hidden.select(0, network.layers() - 1));
            }

            @Override
            public Run runPacked(PackedSequence input) {
                T_PackedSequenceT_TensorTensor_T_T result = layer.forward_with_packed_input(input);
                Tensor hidden = result.get1().get0();
                return new Run(hidden, hidden.select(0, network.layers() - 1));
            }
        };
    }

    /// The module itself, for one timestep at a time.
    static LSTMImpl lstmLayer(Network network, Weights weights) {
        LSTMOptions options = new LSTMOptions(network.input(), network.hidden());
        options.num_layers().put(network.layers());
        options.batch_first().put(true);
        LSTMImpl layer = new LSTMImpl(options);
        layer.to(weights.type());
        fill(layer.all_weights(), weights);
        return layer;
    }

    private static void fill(TensorVector parameters, Weights weights) {
        for (int i = 0; i < parameters.size(); i++) {
            String name = "recurrent." + NAMES[i % NAMES.length] + "_l" + i / NAMES.length;
            weights.fill(name, parameters.get(i));
        }
    }
}
