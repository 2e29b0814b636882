package org.unroll.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.unroll.loss.CrossEntropy;
import org.unroll.nn.Embedding;
import org.unroll.nn.Init;
import org.unroll.nn.Linear;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.optim.Adam;
import org.unroll.optim.AdamOptions;
import org.unroll.optim.Optimizer;
import org.unroll.optim.Sgd;
import org.unroll.optim.SgdOptions;
import org.unroll.recurrent.LstmState;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentOutput;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.recurrent.StackState;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.Compute;
import org.unroll.tensor.DType;
import org.unroll.tensor.FiniteCheck;
import org.unroll.tensor.Gradients;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

class TrainingStepTest {
    private final Tensor weight = Tensor.of(new double[] {1, -2});
    private final Sgd sgd = new Sgd(Parameters.of("weight", weight), SgdOptions.of(0.1));
    private final TrainingStep step = TrainingStep.of(Parameters.of("weight", weight), sgd);

    private Tensor loss() {
        return weight.squared().sum();
    }

    // ---- the same numbers ----

    /// A network that reads sequences of unequal length in chunks and carries its state on.
    private static final class Reader {
        private final DType type;
        private final Embedding embedding;
        private final RecurrentStack<LstmState> stack;
        private final Linear head;
        private StackState<LstmState> state;

        Reader(DType type) {
            this.type = type;
            Init init = Init.pytorch(Rng.seeded(1)).withType(type);
            embedding = Embedding.withPadding(11, 7, 0, init);
            stack = RecurrentStack.lstm(RecurrentOptions.of(7, 19).withLayers(2), init);
            head = new Linear(19, 11, init);
            state = stack.initialState(5);
        }

        Parameters parameters() {
            return Parameters.join(
                    embedding.parameters().under("embedding"),
                    stack.parameters().under("stack"),
                    head.parameters().under("head"));
        }

        /// Chunks of ever other lengths: no array of one step need fit into the next.
        Tensor loss(int number) {
            Rng rng = Rng.seeded(100 + number);
            int steps = 3 + number % 4;
            int[] tokens = new int[5 * steps];
            int[] next = new int[5 * steps];
            for (int i = 0; i < tokens.length; i++) {
                tokens[i] = rng.nextInt(11);
                next[i] = rng.nextInt(11);
            }
            int[] lengths = {steps, steps - 1, 0, 2, 1};
            Sequence input = Sequence.of(Tensor.of(tokens, 5, steps), lengths);
            RecurrentOutput<StackState<LstmState>> run =
                    stack.run(embedding.forward(input, Mode.inference()), state, Mode.inference());
            state = run.finalState().kept();
            Tensor logits = head.forward(run.outputs().values());
            assertThat(logits.type()).isEqualTo(type);
            return CrossEntropy.standard()
                    .of(logits, Tensor.of(next, 5, steps), input.mask(DType.FLOAT32));
        }
    }

    /// Losses, and in the end all weights and states.
    private static List<double[]> trained(
            DType type, BiFunction<Reader, Optimizer, IntToDoubleFunction> how) {
        Reader reader = new Reader(type);
        IntToDoubleFunction step =
                how.apply(reader, new Adam(reader.parameters(), AdamOptions.of(0.02)));
        double[] losses = new double[12];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = step.applyAsDouble(i);
        }
        List<double[]> all = new ArrayList<>();
        all.add(losses);
        Stream.of(reader.parameters().tensors(), reader.state.tensors())
                .flatMap(List::stream)
                .map(Tensor::toDoubles)
                .forEach(all::add);
        return all;
    }

    private static IntToDoubleFunction byParts(Reader reader, Optimizer optimizer) {
        return number -> {
            var done = Autograd.differentiate(reader.parameters(), () -> reader.loss(number));
            optimizer.step(done.gradients().clippedToNorm(0.5));
            return done.value().item();
        };
    }

    private static IntToDoubleFunction asAStep(Reader reader, Optimizer optimizer) {
        TrainingStep step = TrainingStep.of(reader.parameters(), optimizer).withClipNorm(0.5);
        return number -> step.run(() -> reader.loss(number));
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void givesTheBitsOfItsParts(DType type) throws Exception {
        List<double[]> expected = trained(type, TrainingStepTest::byParts);
        for (int threads : new int[] {1, 2, 3, 8}) {
            List<double[]> actual =
                    Compute.withThreads(threads, () -> trained(type, TrainingStepTest::asAStep));
            for (int i = 0; i < expected.size(); i++) {
                assertThat(actual.get(i)).isEqualTo(expected.get(i));
            }
        }
    }

    @Test
    void clipsValuesThenTheNorm() {
        Tensor other = Tensor.of(new double[] {1, -2});
        Gradients gradients =
                Autograd.differentiate(List.of(other), () -> other.squared().sum()).gradients();
        new Sgd(Parameters.of("w", other), SgdOptions.of(0.1))
                .step(gradients.clippedToValue(3).clippedToNorm(0.5));
        double loss = step.withClipNorm(0.5).withClipValue(3).run(this::loss);
        assertThat(loss).isEqualTo(5);
        assertThat(weight.toDoubles()).isEqualTo(other.toDoubles());
    }

    @Test
    void knowsTheNormBeforeClipping() {
        assertThatThrownBy(step::gradientNorm).isInstanceOf(IllegalStateException.class);
        TrainingStep clipped = step.withClipNorm(0.5);
        clipped.run(this::loss);
        assertThat(clipped.gradientNorm()).isEqualTo(Math.sqrt(20));
    }

    // ---- what was made in a step ----

    @Test
    void whatWasMadeInAStepIsVoidAfterIt() {
        List<Tensor> made = new ArrayList<>();
        step.run(() -> {
            made.add(weight.times(2));
            made.add(weight.times(2).reshaped(1, 2));
            made.add(weight.times(2).detached());
            made.add(Tensor.of(new int[] {1, 2}));
            made.add(Tensor.wrap(new double[2], weight.shape()));
            assertThat(made.getFirst().toDoubles()).containsExactly(2, -4);
            return loss();
        });
        List<Function<Tensor, ?>> uses =
                List.of(
                        Tensor::toDoubles,
                        tensor -> tensor.get(new int[tensor.rank()]),
                        Tensor::array,
                        Tensor::kept,
                        Tensor::detached,
                        tensor -> tensor.reshaped(2, 1),
                        tensor -> tensor.to(DType.FLOAT32).plus(1),
                        tensor -> Tensor.concat(0, tensor, tensor));
        for (Tensor tensor : made) {
            assertThat(tensor.lasts()).isFalse();
            assertThat(tensor.toString()).contains("of a step that has ended");
            for (Function<Tensor, ?> use : uses) {
                assertThatThrownBy(() -> use.apply(tensor))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining(tensor.shape().toString())
                        .hasMessageContaining("has ended")
                        .hasMessageContaining("kept()");
            }
        }
    }

    @Test
    void usingItInTheNextStepIsRefusedToo() {
        List<Tensor> made = new ArrayList<>();
        step.run(() -> {
            made.add(weight.times(2));
            return loss();
        });
        double[] before = weight.toDoubles();
        assertThatThrownBy(() -> step.run(() -> loss().plus(made.getFirst().sum())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("kept()");
        assertThat(weight.toDoubles()).isEqualTo(before);
    }

    @Test
    void whatIsKeptAndWhatWasThereBeforeLasts() {
        Tensor before = Tensor.of(new double[] {7});
        List<Tensor> made = new ArrayList<>();
        double[] numbers = {7, 2, -4};
        for (int i = 0; i < 3; i++) {
            step.run(() -> {
                made.add(weight.times(2).kept());
                made.add(before.reshaped(1, 1));
                return loss();
            });
        }
        assertThat(made.getFirst().toDoubles()).containsExactly(numbers[1], numbers[2]);
        assertThat(made.get(1).item()).isEqualTo(7);
        assertThat(before.plus(1).item()).isEqualTo(8);
        assertThat(made).allMatch(Tensor::lasts);
        assertThat(before.kept().array()).isSameAs(before.array());
    }

    @Test
    void anOptimizerMadeInAStepLasts() {
        Tensor other = Tensor.of(new double[] {1});
        Parameters others = Parameters.of("other", other);
        List<Optimizer> made = new ArrayList<>();
        step.run(() -> {
            made.add(new Adam(others, AdamOptions.of(0.1)));
            made.add(
                    new Adam(
                            Parameters.of(
                                    "l",
                                    new Linear(2, 2, Init.pytorch(Rng.seeded(1)))
                                            .parameters()
                                            .get("weight")),
                            AdamOptions.of(0.1)));
            return loss();
        });
        TrainingStep.of(others, made.getFirst()).run(() -> other.squared().sum());
        assertThat(other.item()).isLessThan(1);
        assertThat(made.getFirst().state().get("firstMoment.other").lasts()).isTrue();
    }

    // ---- when something goes wrong ----

    @Test
    void anExceptionLeavesEverythingUsable() {
        double[] before = weight.toDoubles();
        List<Tensor> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() ->
                            step.run(() -> {
                                made.add(weight.times(2));
                                throw new IllegalArgumentException("on purpose");
                            }))
                    .hasMessage("on purpose");
        }
        assertThatThrownBy(() -> made.getFirst().toDoubles())
                .isInstanceOf(IllegalStateException.class);
        assertThat(weight.toDoubles()).isEqualTo(before);
        assertThat(step.run(this::loss)).isEqualTo(5);
        assertThat(step.run(this::loss)).isLessThan(5);
    }

    @Test
    void aNumberThatIsNotFiniteChangesNothing() {
        double[] before = weight.toDoubles();
        assertThatThrownBy(() -> step.run(() -> loss().times(Double.NaN)))
                .isInstanceOf(NonFiniteException.class)
                .hasMessageContaining("step 1: the loss is NaN; nothing was changed")
                .hasMessageContaining("FiniteCheck");
        assertThatThrownBy(() -> step.run(() -> loss().minus(5).sqrt()))
                .isInstanceOf(NonFiniteException.class)
                .hasMessageContaining("the gradients' norm is");
        assertThat(weight.toDoubles()).isEqualTo(before);
        assertThat(sgd.steps()).isZero();
        assertThat(step.run(this::loss)).isEqualTo(5);
    }

    @Test
    void theFiniteCheckWorksWithin() {
        Supplier<Tensor> bad = () -> loss().minus(6).log();
        assertThatThrownBy(() -> FiniteCheck.run(() -> step.run(bad)))
                .isInstanceOf(FiniteCheck.NotFiniteException.class)
                .hasMessageContaining("LOG");
        assertThatThrownBy(() -> step.run(() -> FiniteCheck.run(bad)))
                .isInstanceOf(FiniteCheck.NotFiniteException.class);
        assertThat(FiniteCheck.run(() -> step.run(this::loss))).isEqualTo(5);
    }

    @Test
    void stepsAreNotNested() {
        TrainingStep other = TrainingStep.of(Parameters.of("weight", weight), sgd);
        for (TrainingStep inner : List.of(step, other)) {
            assertThatThrownBy(() ->
                            step.run(() -> {
                                inner.run(this::loss);
                                return loss();
                            }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("a step within a step");
        }
        assertThatThrownBy(() ->
                        Autograd.differentiate(
                                List.of(weight),
                                () -> Tensor.scalar(DType.FLOAT64, step.run(this::loss))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("differentiate(...) within differentiate(...)");
        assertThat(step.run(this::loss)).isEqualTo(5);
    }

    @Test
    void anotherThreadNeedsAStepOfItsOwn() {
        double loss =
                step.run(() -> {
                    CompletableFuture<Double> there =
                            CompletableFuture.supplyAsync(() -> step.run(this::loss));
                    assertThatThrownBy(there::join)
                            .hasCauseInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("another thread");
                    return loss();
                });
        assertThat(loss).isEqualTo(5);
    }

    @Test
    void gradientsThatAreNotByTheOptimizersParametersAreRefused() {
        Tensor other = Tensor.of(new double[] {1});
        TrainingStep mixed = TrainingStep.of(Parameters.of("other", other), sgd);
        assertThatThrownBy(() -> mixed.run(() -> other.squared().sum()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
