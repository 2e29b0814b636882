package org.unroll.recurrent;

import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.unroll.nn.Activation;
import org.unroll.nn.ActivationFunction;
import org.unroll.nn.Init;
import org.unroll.nn.Layout;
import org.unroll.nn.LeakyRelu;
import org.unroll.nn.Sequence;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// A stack of layers of a random built-in cell, with random options inside it and around it, and
/// something to read of random form.
///
/// @param stack in float64
/// @param input full, with lengths of zero and up, or with a mask
/// @param refused what the options do not go with, or null
record RandomStack(@Nullable RecurrentStack<?> stack, Sequence input, @Nullable String refused) {
    private static final List<ActivationFunction> FUNCTIONS =
            List.of(
                    Activation.TANH,
                    Activation.SIGMOID,
                    Activation.SOFTSIGN,
                    Activation.HARD_SIGMOID,
                    Activation.RELU,
                    Activation.MISH,
                    new LeakyRelu(0.2),
                    x -> x.squared().plus(1).log());
    private static final int INPUT = 3;

    static RandomStack of(long seed) {
        Random random = new Random(seed);
        Sequence input = input(random);
        try {
            return new RandomStack(stack(random), input, null);
        } catch (IllegalArgumentException e) {
            return new RandomStack(null, input, String.valueOf(e.getMessage()));
        }
    }

    private static boolean flip(Random random) {
        return random.nextInt(3) == 0;
    }

    private static <T> T any(Random random, List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private static Sequence input(Random random) {
        Rng rng = Rng.seeded(random.nextLong());
        int rows = 1 + random.nextInt(6);
        int steps = 1 + random.nextInt(6);
        Layout layout = any(random, List.of(Layout.values()));
        boolean timeFirst = layout == Layout.TIME_FIRST;
        int[] dims = timeFirst ? new int[] {steps, rows} : new int[] {rows, steps};
        Tensor values = rng.normal(DType.FLOAT64, 0, 1, dims[0], dims[1], INPUT);
        return switch (random.nextInt(3)) {
            case 0 -> timeFirst ? Sequence.timeFirst(values) : Sequence.of(values);
            case 1 -> Sequence.of(values, layout, random.ints(rows, 0, steps + 1).toArray());
            default -> {
                Tensor mask = rng.uniform(DType.FLOAT64, 0, 1, dims).greaterThan(0.3);
                yield Sequence.masked(values, layout, mask);
            }
        };
    }

    private static RecurrentStack<?> stack(Random random) {
        int hidden = 5 + random.nextInt(3);
        Init init = Init.pytorch(Rng.seeded(random.nextLong())).withType(DType.FLOAT64);
        RecurrentOptions options =
                RecurrentOptions.of(INPUT, hidden).withLayers(1 + random.nextInt(3));
        options = flip(random) ? options.withDropout(0.2) : options;
        options = flip(random) ? options.withRecomputation() : options;
        options = flip(random) && options.layers() > 1 ? options.withResidual() : options;
        options = flip(random) ? options.withSkippedSteps(SkippedSteps.LAST_OUTPUT) : options;
        GateOptions gates = gates(random);
        return switch (random.nextInt(6)) {
            case 0 -> {
                ElmanOptions own = new ElmanOptions(any(random, FUNCTIONS), gates);
                yield around(random, options, in -> new ElmanCell(in, hidden, own, init));
            }
            case 1 -> {
                GruOptions own = gru(random, gates);
                yield around(random, options, in -> new GruCell(in, hidden, own, init));
            }
            case 2 -> {
                JordanOptions own =
                        new JordanOptions(any(random, FUNCTIONS), any(random, FUNCTIONS), gates);
                yield around(random, options, in -> new JordanCell(in, hidden, 4, own, init));
            }
            case 3 -> around(random, options, in -> new MinimalGatedCell(in, hidden, gates, init));
            case 4 -> {
                ElmanOptions own = new ElmanOptions(any(random, FUNCTIONS), gates);
                yield around(random, options, in -> new IndependentCell(in, hidden, own, init));
            }
            default -> {
                LstmOptions own = lstm(random, gates);
                yield around(random, options, in -> new LstmCell(in, hidden, own, init));
            }
        };
    }

    private static GateOptions gates(Random random) {
        GateOptions gates = GateOptions.standard().withBias(any(random, List.of(Bias.values())));
        gates = flip(random) ? gates.withLayerNorm() : gates;
        gates = flip(random) ? gates.withRecurrentDropout(0.3) : gates;
        return flip(random) ? gates.withWeightDropout(0.3) : gates;
    }

    private static GruOptions gru(Random random, GateOptions gates) {
        GruOptions options =
                GruOptions.standard()
                        .withReset(any(random, List.of(GruOptions.Reset.values())))
                        .withUpdate(any(random, List.of(GruOptions.Update.values())))
                        .withGates(gates);
        return flip(random)
                ? options.withActivations(
                        GruActivations.standard()
                                .withGates(any(random, FUNCTIONS))
                                .withCandidate(any(random, FUNCTIONS)))
                : options;
    }

    private static LstmOptions lstm(Random random, GateOptions gates) {
        LstmOptions options = LstmOptions.standard().withGates(gates);
        options = flip(random) ? options.withPeepholes() : options;
        options = flip(random) ? options.withProjection(3) : options;
        options = flip(random) ? options.withCellClip(0.3) : options;
        options = flip(random) ? options.withCoupledGates() : options;
        return flip(random)
                ? options.withActivations(
                        LstmActivations.standard()
                                .withGates(any(random, FUNCTIONS))
                                .withCandidateAndCell(any(random, FUNCTIONS)))
                : options;
    }

    private static <S extends State<S>> RecurrentStack<?> around(
            Random random, RecurrentOptions options, IntFunction<RecurrentCell<S>> cell) {
        boolean zoneout = flip(random);
        boolean dropout = flip(random);
        boolean start = flip(random);
        IntFunction<RecurrentCell<S>> whole =
                in -> {
                    RecurrentCell<S> inner = cell.apply(in);
                    inner = zoneout ? Zoneout.of(inner, 0.3) : inner;
                    inner = dropout ? InputDropout.of(inner, 0.2) : inner;
                    return start ? LearnedStart.of(inner) : inner;
                };
        if (flip(random)) {
            Merge merge = any(random, List.of(Merge.values()));
            return RecurrentStack.bidirectional(options, merge, whole);
        }
        RecurrentStack<S> stack = RecurrentStack.of(options, whole);
        return flip(random) ? stack.reversed() : stack;
    }
}
