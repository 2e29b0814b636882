package org.unroll.testkit.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.formats.safetensors.SafetensorsFile;
import org.unroll.nn.Embedding;
import org.unroll.nn.Init;
import org.unroll.nn.Layer;
import org.unroll.nn.LayerNorm;
import org.unroll.nn.Linear;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.nn.Sequential;
import org.unroll.recurrent.CellKind;
import org.unroll.recurrent.DecoratedCell;
import org.unroll.recurrent.FrozenModel;
import org.unroll.recurrent.GruCell;
import org.unroll.recurrent.HiddenState;
import org.unroll.recurrent.RecurrentCell;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentOutput;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.recurrent.RowTensors;
import org.unroll.recurrent.Session;
import org.unroll.recurrent.StackState;
import org.unroll.recurrent.State;
import org.unroll.recurrent.Step;
import org.unroll.recurrent.StepContext;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;
import org.unroll.testkit.Closeness;

/// What a server of live streams does, in small: many sessions over one model, fed by several
/// threads in an order that nobody knows, one step, a chunk or a batch of sessions at a time, saved
/// to a file and restored half-way, and one begun anew. Every stream gets the bits that it has as a
/// row of one batch.
class SessionsTest {
    private static final int SESSIONS = 1000;
    private static final int THREADS = 8;
    private static final int RESET = 7;
    private static final int TOKENS = 11;
    private static final int HIDDEN = 5;

    @TempDir Path folder;

    static Stream<Arguments> models() {
        return Stream.of(
                Arguments.of(CellKind.LSTM, 2, DType.FLOAT32),
                Arguments.of(CellKind.GRU, 1, DType.FLOAT64));
    }

    @ParameterizedTest
    @MethodSource("models")
    void sessionsOfManyThreadsAreRowsOfABatch(CellKind kind, int layers, DType type)
            throws Exception {
        Init init = Init.pytorch(Rng.seeded(3)).withType(type);
        run(
                kind.stack(RecurrentOptions.of(3, HIDDEN).withLayers(layers), init),
                new Embedding(TOKENS, 3, init),
                Sequential.of(new LayerNorm(HIDDEN, init), new Linear(HIDDEN, 4, init)));
    }

    /// Any cell, whose input is told something of its row beforehand.
    private record Conditioned<S extends State<S>>(RecurrentCell<S> cell)
            implements DecoratedCell<S> {
        @Override
        public Step<S> step(Tensor x, S state, StepContext context) {
            return cell.step(x.times(context.perRow("condition")), state, context);
        }
    }

    @Test
    void eachBringsItsOwnTensors() throws Exception {
        Init init = Init.pytorch(Rng.seeded(3));
        RecurrentStack<HiddenState> stack =
                RecurrentStack.of(
                        RecurrentOptions.of(3, HIDDEN).withLayers(2),
                        in -> new Conditioned<>(new GruCell(in, HIDDEN, init)));
        run(
                stack,
                new Embedding(TOKENS, 3, init),
                new Linear(HIDDEN, 4, init),
                i -> RowTensors.of("condition", Tensor.of(new float[] {i % 17 / 8f}, 1, 1)));
    }

    private <S extends State<S>> void run(RecurrentStack<S> stack, Layer before, Layer after)
            throws Exception {
        run(stack, before, after, _ -> RowTensors.none());
    }

    private <S extends State<S>> void run(
            RecurrentStack<S> stack, Layer before, Layer after, IntFunction<RowTensors> rowsOf)
            throws Exception {
        Streams streams = Streams.random(new Random(1));
        Sequence inputs = before.forward(streams.batch(), Mode.inference());
        RecurrentOutput<StackState<S>> whole =
                stack.run(
                        inputs,
                        stack.initialState(SESSIONS + 1),
                        Mode.inference(),
                        allRows(rowsOf));
        Tensor expected = after.forward(whole.outputs(), Mode.inference()).values();

        var model = stack.frozen(rowsOf.apply(0)).withLayersBefore(before).withLayersAfter(after);
        var sessions = new ArrayList<Session<StackState<S>>>();
        for (int i = 0; i < SESSIONS; i++) {
            sessions.add(model.session(rowsOf.apply(i)));
        }
        new Server<>(model, sessions, streams, expected, _ -> 0, streams::half).run();

        Path file = folder.resolve("sessions.safetensors");
        SafetensorsFile.of(model.saved(sessions)).write(file);
        var restored = model.restored(SafetensorsFile.read(file).tensors());
        restored.get(RESET).reset();
        new Server<>(model, restored, streams, expected, streams::half, streams::end).run();

        for (int i = 0; i < SESSIONS; i++) {
            int begun = i == RESET ? streams.half(i) : 0;
            assertThat(restored.get(i).steps()).isEqualTo(streams.end(i) - begun);
        }
    }

    /// Those of all rows of the batch, the last of which is the session that begins anew.
    private static RowTensors allRows(IntFunction<RowTensors> rowsOf) {
        RowTensors all = RowTensors.none();
        for (String name : rowsOf.apply(0).asMap().keySet()) {
            List<Tensor> rows = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                rows.add(rowsOf.apply(i).asMap().get(name));
            }
            rows.add(rows.get(RESET));
            all = all.with(name, Tensor.concat(0, rows));
        }
        return all;
    }

    /// Tokens for each session, of unequal number.
    ///
    /// @param tokens by session
    private record Streams(int[][] tokens) {
        static Streams random(Random random) {
            int[][] tokens = new int[SESSIONS][];
            for (int i = 0; i < SESSIONS; i++) {
                tokens[i] = random.ints(4 + random.nextInt(6), 0, TOKENS).toArray();
            }
            return new Streams(tokens);
        }

        int half(int session) {
            return tokens[session].length / 2;
        }

        int end(int session) {
            return tokens[session].length;
        }

        Tensor part(int session, int from, int to) {
            return Tensor.of(Arrays.copyOfRange(tokens[session], from, to), to - from);
        }

        /// All of them, padded. The last row is what the session that begins anew is fed then.
        Sequence batch() {
            List<int[]> rows = new ArrayList<>(List.of(tokens));
            rows.add(Arrays.copyOfRange(tokens[RESET], half(RESET), end(RESET)));
            int longest = rows.stream().mapToInt(row -> row.length).max().orElseThrow();
            int[] padded =
                    rows.stream()
                            .flatMapToInt(row -> Arrays.stream(Arrays.copyOf(row, longest)))
                            .toArray();
            return Sequence.of(
                    Tensor.of(padded, rows.size(), longest),
                    rows.stream().mapToInt(row -> row.length).toArray());
        }

        /// Where a session's step is in that batch: as `{row, step}`.
        int[] place(int session, int step) {
            return session == RESET && step >= half(RESET)
                    ? new int[] {SESSIONS, step - half(RESET)}
                    : new int[] {session, step};
        }
    }

    /// Threads that take whichever session comes next, feed it what comes next in its stream, and
    /// compare what it gives.
    private static final class Server<S extends State<S>> {
        private final FrozenModel<S> model;
        private final List<Session<S>> sessions;
        private final Streams streams;
        private final Tensor expected;
        private final int[] at; // where each stream goes on; touched by who holds its session
        private final int[] until;
        private final List<Integer> free = new ArrayList<>(); // sessions that nobody holds
        private final AtomicInteger batches = new AtomicInteger();

        Server(
                FrozenModel<S> model,
                List<Session<S>> sessions,
                Streams streams,
                Tensor expected,
                IntUnaryOperator from,
                IntUnaryOperator until) {
            this.model = model;
            this.sessions = sessions;
            this.streams = streams;
            this.expected = expected;
            this.at = IntStream.range(0, SESSIONS).map(from).toArray();
            this.until = IntStream.range(0, SESSIONS).map(until).toArray();
            IntStream.range(0, SESSIONS).forEach(free::add);
        }

        void run() throws InterruptedException, ExecutionException {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                Random random = new Random(i);
                work.add(() -> serve(random));
            }
            try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
                for (Future<Boolean> done : threads.invokeAll(work)) {
                    done.get();
                }
            }
            assertThat(at).isEqualTo(until);
            assertThat(batches.get()).isGreaterThan(THREADS);
        }

        /// True, when nothing is left that nobody holds.
        private boolean serve(Random random) {
            while (true) {
                List<Integer> held = take(random, random.nextInt(4) == 0 ? 5 : 1);
                if (held.isEmpty()) {
                    return true;
                }
                if (held.size() == 1) {
                    feed(held.getFirst(), random);
                } else {
                    feed(held, random);
                }
                putBack(held);
            }
        }

        private synchronized List<Integer> take(Random random, int count) {
            List<Integer> held = new ArrayList<>();
            while (held.size() < count && !free.isEmpty()) {
                int which = random.nextInt(free.size());
                Collections.swap(free, which, free.size() - 1);
                held.add(free.removeLast());
            }
            return held;
        }

        private synchronized void putBack(List<Integer> held) {
            held.stream().filter(i -> at[i] < until[i]).forEach(free::add);
        }

        /// A step, or a chunk of 1 to 5.
        private void feed(int i, Random random) {
            if (random.nextBoolean()) {
                Tensor output = sessions.get(i).step(streams.tokens[i][at[i]]);
                check(i, output.unsqueezed(0), 1);
            } else {
                int steps = Math.min(1 + random.nextInt(5), until[i] - at[i]);
                check(i, sessions.get(i).run(streams.part(i, at[i], at[i] + steps)), steps);
            }
        }

        /// A step of each, or a chunk of 1 to 5 of each.
        private void feed(List<Integer> held, Random random) {
            List<Session<S>> together = held.stream().map(sessions::get).toList();
            int longest = random.nextBoolean() ? 1 : 5;
            int[] steps =
                    held.stream()
                            .mapToInt(i -> Math.min(1 + random.nextInt(longest), until[i] - at[i]))
                            .toArray();
            int[] padded = new int[held.size() * longest];
            for (int row = 0; row < steps.length; row++) {
                int i = held.get(row);
                System.arraycopy(streams.tokens[i], at[i], padded, row * longest, steps[row]);
            }
            Tensor outputs =
                    longest == 1
                            ? model.step(together, Tensor.of(padded, steps.length)).unsqueezed(1)
                            : model.run(
                                            together,
                                            Sequence.of(
                                                    Tensor.of(padded, steps.length, longest),
                                                    steps))
                                    .values();
            for (int row = 0; row < steps.length; row++) {
                check(held.get(row), outputs.select(0, row), steps[row]);
            }
            batches.incrementAndGet();
        }

        /// Compares outputs with the batch's, and moves on in the stream.
        private void check(int i, Tensor outputs, int steps) {
            int[] place = streams.place(i, at[i]);
            Closeness.assertSameBits(
                    "session " + i + " from step " + at[i],
                    outputs.slice(0, 0, steps),
                    expected.select(0, place[0]).slice(0, place[1], place[1] + steps));
            at[i] += steps;
        }
    }
}
