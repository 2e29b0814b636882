package org.unroll.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unroll.benchmarks.shared.Cell;
import org.unroll.benchmarks.shared.Network;
import org.unroll.benchmarks.shared.Numbers;
import org.unroll.benchmarks.shared.Precision;
import org.unroll.benchmarks.shared.Workload;
import org.unroll.benchmarks.shared.Writing;
import org.unroll.nn.Activation;
import org.unroll.nn.Embedding;
import org.unroll.nn.Init;
import org.unroll.nn.Linear;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.LstmActivations;
import org.unroll.recurrent.LstmCell;
import org.unroll.recurrent.LstmOptions;
import org.unroll.recurrent.LstmState;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// A workload's network made of this library's layers, with weights that follow from their names.
final class Model {
    private final @Nullable Embedding embedding;
    private final Layers<?> recurrent;
    private final @Nullable Linear between;
    private final @Nullable Linear head;

    private Model(
            @Nullable Embedding embedding,
            Layers<?> recurrent,
            @Nullable Linear between,
            @Nullable Linear head) {
        this.embedding = embedding;
        this.recurrent = recurrent;
        this.between = between;
        this.head = head;
    }

    static Model of(Workload workload) {
        Network network = workload.network();
        DType type = workload.precision() == Precision.FLOAT32 ? DType.FLOAT32 : DType.FLOAT64;
        Init init = Init.pytorch(Rng.seeded(1)).withType(type);
        double bound = 1 / Math.sqrt(network.hidden());
        Embedding embedding =
                network.vocabulary() == 0
                        ? null
                        : new Embedding(network.vocabulary(), network.input(), init);
        int width = network.between() == 0 ? network.hidden() : network.between();
        Linear between = network.between() == 0 ? null : new Linear(network.hidden(), width, init);
        Linear head = network.classes() == 0 ? null : new Linear(width, network.classes(), init);
        Model model = new Model(embedding, recurrent(network, type, init), between, head);
        model.fill(network.cell() == Cell.RELU_LSTM ? "recurrent." : "", type, bound);
        return model;
    }

    private static Layers<?> recurrent(Network network, DType type, Init init) {
        RecurrentOptions options =
                RecurrentOptions.of(network.input(), network.hidden()).withLayers(network.layers());
        return switch (network.cell()) {
            case ELMAN -> new Layers<>(RecurrentStack.elman(options, init));
            case LSTM -> new Layers<>(RecurrentStack.lstm(options, init));
            case GRU -> new Layers<>(RecurrentStack.gru(options, init));
            case RELU_LSTM ->
                    new Layers<>(
                            RecurrentStack.of(
                                    List.of(
                                            relu(
                                                    network.writing(),
                                                    reluWeights(network, type),
                                                    init)),
                                    0));
        };
    }

    private static ReluWeights reluWeights(Network network, DType type) {
        int hidden = network.hidden();
        int width = ReluWeights.GATES * hidden;
        double bound = 1 / Math.sqrt(hidden);
        return new ReluWeights(
                weights("recurrent.weight_ih", type, bound, width, network.input()),
                weights("recurrent.weight_hh", type, bound, width, hidden),
                weights("recurrent.bias", type, bound, width));
    }

    private static RecurrentCell<LstmState> relu(Writing writing, ReluWeights weights, Init init) {
        return switch (writing) {
            case ONE_PRODUCT -> new OneProductCell(weights, init);
            case LAYER_PER_GATE -> new LinearPerGateCell(weights, init);
            case CONCATENATED -> new ConcatenatedCell(weights, init);
            case BUILT_IN -> {
                LstmCell cell =
                        new LstmCell(
                                weights.inputSize(),
                                weights.hiddenSize(),
                                LstmOptions.standard()
                                        .withActivations(
                                                LstmActivations.standard()
                                                        .withCandidateAndCell(Activation.RELU)),
                                init);
                cell.parameters()
                        .load(
                                Parameters.of(
                                                "weight_ih", weights.input(),
                                                "weight_hh", weights.recurrent(),
                                                "bias_ih", weights.bias(),
                                                "bias_hh", weights.bias().times(0))
                                        .asMap());
                yield cell;
            }
        };
    }

    /// Gives all parameters their values but those whose names start with `except`.
    private void fill(String except, DType type, double bound) {
        Parameters parameters = parameters();
        Map<String, Tensor> values = new LinkedHashMap<>();
        parameters
                .asMap()
                .forEach((name, tensor) ->
                        values.put(
                                name,
                                !except.isEmpty() && name.startsWith(except)
                                        ? tensor
                                        : weights(
                                                name,
                                                type,
                                                name.startsWith("embedding") ? 1 : bound,
                                                tensor.shape().dims())));
        parameters.load(values);
    }

    private static Tensor weights(String name, DType type, double bound, int... dims) {
        int size = 1;
        for (int dim : dims) {
            size *= dim;
        }
        return Tensor.of(Numbers.weights(name, size, bound), dims).to(type);
    }

    /// The same model, over the same weights, every operation run by itself.
    Model eagerly() {
        return new Model(embedding, recurrent.eagerly(), between, head);
    }

    Parameters parameters() {
        List<Parameters> all = new ArrayList<>();
        if (embedding != null) {
            all.add(embedding.parameters().under("embedding"));
        }
        all.add(recurrent.parameters().under("recurrent"));
        if (between != null) {
            all.add(between.parameters().under("between"));
        }
        if (head != null) {
            all.add(head.parameters().under("head"));
        }
        return Parameters.join(all);
    }

    /// Of all timesteps.
    Tensor outputs(Sequence input, Mode mode) {
        return dense(recurrent.outputs(embedded(input, mode), mode));
    }

    /// Of each row's last timestep.
    Tensor last(Sequence input, Mode mode) {
        return dense(recurrent.last(embedded(input, mode), mode));
    }

    /// Of one timestep of one row, going on from the last call.
    Tensor next(Tensor input) {
        return dense(recurrent.next(embedding == null ? input : embedding.forward(input)));
    }

    private Sequence embedded(Sequence input, Mode mode) {
        return embedding == null ? input : embedding.forward(input, mode);
    }

    private Tensor dense(Tensor values) {
        Tensor hidden = between == null ? values : between.forward(values).relu();
        return head == null ? hidden : head.forward(hidden);
    }
}
