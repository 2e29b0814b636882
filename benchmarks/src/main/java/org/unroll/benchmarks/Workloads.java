package org.unroll.benchmarks;

import java.util.List;
import org.unroll.loss.CrossEntropy;
import org.unroll.nn.Embedding;
import org.unroll.nn.Init;
import org.unroll.nn.Linear;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.optim.RmsProp;
import org.unroll.optim.RmsPropOptions;
import org.unroll.recurrent.LstmCell;
import org.unroll.recurrent.LstmState;
import org.unroll.recurrent.Recurrent;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.recurrent.StackState;
import org.unroll.recurrent.Step;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// The workloads by name.
final class Workloads {
    private static final int INPUT = 28;
    private static final int HIDDEN = 128;
    private static final int CLASSES = 10;
    private static final int STEPS = 28;

    private Workloads() {}

    static List<Workload> all() {
        return List.of(
                training("W1", "one product for all gates", new LstmCell(INPUT, HIDDEN, init())),
                training(
                        "W1-gates",
                        "a Linear per gate",
                        new LinearPerGateCell(INPUT, HIDDEN, init())),
                inference("W1i", "one product for all gates", new LstmCell(INPUT, HIDDEN, init())),
                inference(
                        "W1i-gates",
                        "a Linear per gate",
                        new LinearPerGateCell(INPUT, HIDDEN, init())),
                character("W6"));
    }

    private static Init init() {
        return Init.pytorch(Rng.seeded(1));
    }

    /// Digits read row by row: forward, loss, backward, RMSprop. Checked is the loss of the first
    /// step.
    private static Workload training(String name, String how, RecurrentCell<LstmState> cell) {
        int batch = 32;
        Rng rng = Rng.seeded(2);
        Recurrent<LstmState> layer = Recurrent.of(cell);
        Linear head = new Linear(HIDDEN, CLASSES, init());
        Tensor input = rng.uniform(DType.FLOAT32, 0, 1, batch, STEPS, INPUT);
        int[] labels = new int[batch];
        for (int i = 0; i < batch; i++) {
            labels[i] = rng.nextInt(CLASSES);
        }
        Tensor targets = Tensor.of(labels);
        Parameters parameters =
                Parameters.join(
                        layer.parameters().under("lstm"), head.parameters().under("linear"));
        RmsProp optimizer = new RmsProp(parameters, RmsPropOptions.of(1e-4));
        return new Workload(
                name,
                "training step, LSTM 28 -> 128, Linear 10, batch 32, 28 steps, " + how,
                () -> {
                    var done =
                            Autograd.differentiate(
                                    parameters, () -> loss(layer, head, input, targets));
                    optimizer.step(done.gradients());
                    return done.value().item();
                },
                () -> loss(layer.eagerly(), head, input, targets).item(),
                1e-5);
    }

    private static Tensor loss(
            Recurrent<LstmState> layer, Linear head, Tensor input, Tensor targets) {
        Tensor last = layer.run(Sequence.of(input), Mode.inference()).finalState().hidden();
        return CrossEntropy.standard().of(head.forward(last), targets);
    }

    private static Workload inference(String name, String how, RecurrentCell<LstmState> cell) {
        Recurrent<LstmState> layer = Recurrent.of(cell);
        Linear head = new Linear(HIDDEN, CLASSES, init());
        Tensor input = Rng.seeded(2).uniform(DType.FLOAT32, 0, 1, 1, STEPS, INPUT);
        return new Workload(
                name,
                "inference, LSTM 28 -> 128, Linear 10, batch 1, 28 steps, " + how,
                () -> logits(layer, head, input),
                () -> logits(layer.eagerly(), head, input),
                1e-5);
    }

    private static double logits(Recurrent<LstmState> layer, Linear head, Tensor input) {
        Tensor last = layer.run(Sequence.of(input), Mode.inference()).finalState().hidden();
        return head.forward(last).abs().sum().item();
    }

    /// One character through a network that writes names.
    private static Workload character(String name) {
        int characters = 30;
        Embedding embedding = new Embedding(characters, characters, init());
        RecurrentStack<LstmState> stack =
                RecurrentStack.lstm(RecurrentOptions.of(characters, 512).withLayers(3), init());
        Linear head = new Linear(512, characters, init());
        StackState<LstmState> state = stack.initialState(1);
        return new Workload(
                name,
                "one character, Embedding 30, LSTM 3 x 512, Linear 30, batch 1, inference",
                () -> character(embedding, stack, head, state),
                () -> character(embedding, stack.eagerly(), head, state),
                1e-5);
    }

    private static double character(
            Embedding embedding,
            RecurrentStack<LstmState> stack,
            Linear head,
            StackState<LstmState> state) {
        Tensor input = embedding.forward(Tensor.of(new int[] {7}));
        Step<StackState<LstmState>> step = stack.step(input, state);
        return head.forward(step.output()).abs().sum().item();
    }
}
