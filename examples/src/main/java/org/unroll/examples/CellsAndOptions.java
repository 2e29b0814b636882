package org.unroll.examples;

import java.util.Arrays;
import java.util.List;
import org.unroll.nn.Activation;
import org.unroll.nn.ActivationFunction;
import org.unroll.nn.Init;
import org.unroll.nn.Initializer;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.recurrent.ElmanCell;
import org.unroll.recurrent.ElmanOptions;
import org.unroll.recurrent.GateOptions;
import org.unroll.recurrent.GateShape;
import org.unroll.recurrent.GateSums;
import org.unroll.recurrent.GruActivations;
import org.unroll.recurrent.GruCell;
import org.unroll.recurrent.GruOptions;
import org.unroll.recurrent.HiddenState;
import org.unroll.recurrent.IndependentCell;
import org.unroll.recurrent.JordanCell;
import org.unroll.recurrent.MinimalGatedCell;
import org.unroll.recurrent.Recurrent;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// The built-in cells' options, and a cell of one's own that has them too.
final class CellsAndOptions {
    private CellsAndOptions() {}

    /// A unit with one gate that both resets and updates.
    record OneGateCell(GateSums sums) implements RecurrentCell<HiddenState> {
        OneGateCell(int inputSize, int hiddenSize, GateOptions options, Init init) {
            this(
                    GateSums.of(
                            GateShape.of(2, inputSize, hiddenSize).withNormGroups(1, 1),
                            options,
                            init));
        }

        @Override
        public Step<HiddenState> step(Tensor x, HiddenState state, StepContext context) {
            List<Tensor> fromInput = sums.fromInput(x).split(1, 2);
            GateSums.StateSide fromState = sums.stateSide(state.hidden(), context);
            Tensor gate = fromInput.get(0).plus(fromState.sums(0, 1)).sigmoid();
            Tensor candidate = fromInput.get(1).plus(fromState.sums(gate, 1, 2)).tanh();
            Tensor change = gate.times(candidate.minus(state.hidden()));
            Tensor hidden = state.hidden().plus(change);
            return new Step<>(hidden, new HiddenState(hidden));
        }

        @Override
        public HiddenState initialState(int rows) {
            return HiddenState.zeros(sums.type(), rows, outputSize());
        }

        @Override
        public int inputSize() {
            return sums.shape().inputSize();
        }

        @Override
        public int outputSize() {
            return sums.shape().hiddenSize();
        }

        @Override
        public Parameters parameters() {
            return sums.parameters();
        }
    }

    static void run() {
        var rng = Rng.seeded(42);
        var init = Init.pytorch(rng);
        cells(init);
        keras(rng);
        trained(rng, init);
    }

    private static void cells(Init init) {
        var sums = GateOptions.oneBias().withLayerNorm();
        var elman = ElmanOptions.standard().withActivation(Activation.SOFTSIGN).withGates(sums);
        show(new ElmanCell(3, 8, elman, init));
        show(new GruCell(3, 8, GruOptions.paper(), init));
        show(new JordanCell(3, 8, 2, init)); // 8 hidden units, 2 outputs that are fed back
        show(new MinimalGatedCell(3, 8, init));
        show(new IndependentCell(3, 8, init));

        ActivationFunction cube = x -> x.squared().times(x);
        var cubic = ElmanOptions.standard().withActivation(cube);
        var stack = RecurrentStack.elman(RecurrentOptions.of(3, 8).withLayers(2), cubic, init);
        IO.println(stack.parameters().names());
    }

    private static void show(RecurrentCell<?> cell) {
        IO.println(cell);
        cell.parameters()
                .asMap()
                .forEach((name, weight) ->
                        IO.println("  " + name + " " + Arrays.toString(weight.shape().dims())));
    }

    private static void keras(Rng rng) {
        // Keras: GRU(8, activation="relu", recurrent_activation="hard_sigmoid",
        //     reset_after=False, recurrent_initializer="glorot_uniform")
        var functions =
                GruActivations.standard()
                        .withGates(Activation.HARD_SIGMOID)
                        .withCandidate(Activation.RELU);
        var options =
                GruOptions.standard()
                        .withReset(GruOptions.Reset.BEFORE_PRODUCT)
                        .withActivations(functions)
                        .withGates(GateOptions.oneBias());
        var init = Init.keras(rng).withRecurrentWeights(Initializer.glorotUniform());
        IO.println(new GruCell(3, 8, options, init));
    }

    private static void trained(Rng rng, Init init) {
        var options =
                GateOptions.oneBias()
                        .withLayerNorm()
                        .withRecurrentDropout(0.2)
                        .withWeightDropout(0.5);
        var layer = Recurrent.of(new OneGateCell(3, 8, options, init));
        var batch = Sequence.of(rng.normal(DType.FLOAT32, 0, 1, 2, 5, 3));

        var plain = layer.run(batch, Mode.inference()).outputs().values();
        var first = layer.run(batch, Mode.training(rng.fork("pass"))).outputs().values();
        var again = layer.run(batch, Mode.training(rng.fork("pass"))).outputs().values();
        IO.println("dropped: " + (distance(first, plain) > 0));
        IO.println("the same pass once more differs by " + distance(first, again));
    }

    private static double distance(Tensor a, Tensor b) {
        return a.minus(b).abs().sum().item();
    }
}
