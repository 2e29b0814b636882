package org.unroll.benchmarks.peer;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.LSTMImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.RMSprop;
import org.bytedeco.pytorch.RMSpropOptions;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.T_TensorT_TensorTensor_T_T;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.jspecify.annotations.Nullable;
import org.unroll.benchmarks.shared.Network;
import org.unroll.benchmarks.shared.Numbers;
import org.unroll.benchmarks.shared.PetNames;
import org.unroll.benchmarks.shared.Side;
import org.unroll.benchmarks.shared.Task;
import org.unroll.benchmarks.shared.Workload;

/// A workload done by PyTorch.
final class Torch implements Side {
    private final Workload workload;
    private final Network network;
    private final Weights weights;
    private final @Nullable EmbeddingImpl embedding;
    private final Layers.@Nullable Recurrent recurrent;
    private final @Nullable LSTMImpl live;
    private final @Nullable LinearImpl between;
    private final @Nullable LinearImpl head;
    private final @Nullable Optimizer optimizer;
    private final Tensor input;
    private final @Nullable Tensor lengths;
    private final Tensor targets;
    private @Nullable T_TensorTensor_T state;
    private Tensor result;

    Torch(Workload workload) {
        this.workload = workload;
        network = workload.network();
        weights = new Weights(workload.precision(), 1 / Math.sqrt(network.hidden()));
        embedding = network.vocabulary() == 0 ? null : embedding();
        if (workload.task() == Task.LIVE) {
            live = Layers.lstmLayer(network, weights);
            recurrent = null;
        } else {
            live = null;
            recurrent =
                    switch (network.cell()) {
                        case ELMAN -> Layers.elman(network, weights);
                        case LSTM -> Layers.lstm(network, weights);
                        case GRU -> Layers.gru(network, weights);
                        case RELU_LSTM -> new ReluLstm(network, weights);
                    };
        }
        int width = network.hidden();
        between = network.between() == 0 ? null : linear("between", width, network.between());
        width = network.between() == 0 ? width : network.between();
        head = network.classes() == 0 ? null : linear("head", width, network.classes());
        optimizer = optimizer();
        int rows = workload.batch().rows();
        int steps = workload.batch().steps();
        input = input(rows, steps);
        lengths = workload.batch().names() ? Weights.tensor(PetNames.lengths(rows)) : null;
        int count = workload.task() == Task.PREDICT ? rows * steps : rows;
        targets = Weights.tensor(Numbers.choices("targets", count, Math.max(1, network.classes())));
        result = torch.zeros(1);
    }

    private EmbeddingImpl embedding() {
        EmbeddingImpl layer = new EmbeddingImpl(network.vocabulary(), network.input());
        layer.to(weights.type(), false);
        weights.fill("embedding.weight", layer.weight());
        return layer;
    }

    private LinearImpl linear(String name, int in, int out) {
        LinearImpl layer = new LinearImpl(in, out);
        layer.to(weights.type(), false);
        weights.fill(name + ".weight", layer.weight());
        weights.fill(name + ".bias", layer.bias());
        return layer;
    }

    private @Nullable Optimizer optimizer() {
        double rate = workload.update().rate();
        return switch (workload.update().kind()) {
            case NONE -> null;
            case SGD -> new SGD(weights.all(), new SGDOptions(rate));
            case RMSPROP -> new RMSprop(weights.all(), new RMSpropOptions(rate));
            case ADAM -> new Adam(weights.all(), new AdamOptions(rate));
        };
    }

    private Tensor input(int rows, int steps) {
        if (network.vocabulary() == 0) {
            double[] values = Numbers.inputs(rows * steps * network.input());
            return Weights.tensor(values, weights.type()).view(rows, steps, network.input());
        }
        int[] tokens =
                workload.batch().names()
                        ? PetNames.tokens(rows, steps)
                        : Numbers.choices("tokens", rows * steps, network.vocabulary());
        return Weights.tensor(tokens).view(rows, steps);
    }

    @Override
    public void step() {
        try (PointerScope _ = new PointerScope()) {
            if (optimizer == null) {
                try (NoGradGuard _ = new NoGradGuard()) {
                    keep(live == null ? forward() : live());
                }
            } else {
                Tensor loss = loss(forward());
                optimizer.zero_grad();
                loss.backward();
                optimizer.step();
                keep(loss);
            }
        }
    }

    /// Lets a result outlive the scope that frees everything else. A handle of its own: the one
    /// given may be a part of a pair.
    private void keep(Tensor tensor) {
        result.releaseReference();
        result = new Tensor(tensor);
        result.retainReference();
    }

    private Tensor forward() {
        Tensor values = embedding == null ? input : embedding.forward(input);
        Layers.Run run =
                lengths == null
                        ? recurrent.run(values)
                        : recurrent.runPacked(
                                torch.pack_padded_sequence(values, lengths, true, false));
        Task task = workload.task();
        boolean every = task == Task.PREDICT || task == Task.SQUARES || task == Task.OUTPUTS;
        return dense(every ? run.outputs() : run.last());
    }

    private Tensor live() {
        Tensor values = embedding.forward(input);
        T_TensorT_TensorTensor_T_T run =
                state == null ? live.forward(values) : live.forward(values, state);
        T_TensorTensor_T before = state;
        state = new T_TensorTensor_T(run.get1().get0(), run.get1().get1());
        state.retainReference();
        if (before != null) {
            before.releaseReference();
        }
        return dense(run.get0());
    }

    private Tensor dense(Tensor values) {
        Tensor hidden = between == null ? values : between.forward(values).relu();
        return head == null ? hidden : head.forward(hidden);
    }

    private Tensor loss(Tensor output) {
        return workload.task() == Task.SQUARES
                ? output.square().mean()
                : torch.cross_entropy(output.view(-1, network.classes()), targets);
    }

    @Override
    public double result() {
        try (PointerScope _ = new PointerScope();
                NoGradGuard _ = new NoGradGuard()) {
            return (optimizer == null ? result.abs().sum() : result).item_double();
        }
    }
}
