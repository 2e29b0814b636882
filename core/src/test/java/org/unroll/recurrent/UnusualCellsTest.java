package org.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// Cells that are legal though nobody would think of them, planned against eager; and what is
/// refused.
class UnusualCellsTest {
    private static final int SIZE = 3;
    private static final DType TYPE = DType.FLOAT64;
    private static final Rng RNG = Rng.seeded(7);
    private static final Tensor WIDE = RNG.normal(TYPE, 0, 0.5, SIZE, SIZE);
    private static final Tensor OTHER = RNG.normal(TYPE, 0, 0.5, SIZE, SIZE);
    private static final Tensor THIN = RNG.normal(TYPE, 0, 0.5, SIZE, 1);
    private static final Tensor BIAS = RNG.normal(TYPE, 0, 0.5, SIZE);
    private static final Parameters PARAMETERS =
            Parameters.of("wide", WIDE, "other", OTHER, "thin", THIN, "bias", BIAS);

    /// A cell of size 3 by one equation.
    record Cell(String name, BinaryOperator<Tensor> equation) implements HiddenCell {
        @Override
        public Tensor next(Tensor input, Tensor hidden) {
            return equation.apply(input, hidden);
        }

        @Override
        public int inputSize() {
            return SIZE;
        }

        @Override
        public int hiddenSize() {
            return SIZE;
        }

        @Override
        public Parameters parameters() {
            return PARAMETERS;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> legal() {
        return Stream.of(
                cell("thin product ahead", (x, h) -> x.matmul(THIN).plus(h.matmul(WIDE)).tanh()),
                cell(
                        "thin product in the loop",
                        (x, h) -> x.matmul(WIDE).plus(h.matmul(THIN)).tanh()),
                cell("thin product and bias", (x, h) -> x.matmul(THIN).plus(BIAS).plus(h).tanh()),
                cell("hard gate", (x, h) -> x.matmul(WIDE).greaterThan(0).times(h.plus(x))),
                cell(
                        "detached gate",
                        (x, h) ->
                                x.matmul(WIDE).sigmoid().detached().times(h.plus(x.matmul(OTHER)))),
                cell("sign", (x, h) -> x.matmul(WIDE).sign().times(h).plus(x)),
                cell("passes the state on", (x, h) -> h),
                cell("passes the input on", (x, h) -> x),
                cell("no gradient of the input", (x, h) -> h.plus(x.greaterThan(0)).tanh()),
                cell("softmax", (x, h) -> x.plus(h).softmax(1)),
                cell(
                        "made for the rows",
                        (x, h) -> h.plus(Tensor.ones(TYPE, x.dim(0), SIZE)).tanh()),
                cell(
                        "slices of weights",
                        (x, h) -> x.matmul(WIDE.slice(1, 0, 2)).padded(1, 0, 1).plus(h)),
                cell(
                        "one weight on both sides",
                        (x, h) -> x.matmul(WIDE).plus(h.matmul(WIDE)).tanh()),
                cell("many operations", UnusualCellsTest::longChain));
    }

    private static Tensor longChain(Tensor x, Tensor h) {
        Tensor value = x.plus(h);
        for (int i = 0; i < 1500; i++) {
            value = value.tanh().times(1.1);
        }
        return value;
    }

    private static Arguments cell(String name, BinaryOperator<Tensor> equation) {
        return Arguments.of(new Cell(name, equation));
    }

    private static List<Tensor> everything(
            Recurrent<HiddenState> layer, List<Tensor> by, Tensor input) {
        Tensor weights = Rng.seeded(8).normal(TYPE, 0, 1, input.shape().dims());
        List<Tensor> results = new ArrayList<>();
        var done =
                Autograd.differentiate(
                        by,
                        () -> {
                            var output =
                                    layer.run(Sequence.of(input, 4, 0, 2, 4, 3), Mode.inference());
                            results.add(output.outputs().values());
                            results.add(output.finalState().hidden());
                            return output.outputs().values().times(weights).sum();
                        });
        results.addAll(done.gradients().values());
        return results;
    }

    @ParameterizedTest
    @MethodSource("legal")
    void plannedEqualsEager(Cell cell) {
        Recurrent<HiddenState> layer = Recurrent.of(cell);
        Tensor input = Rng.seeded(9).normal(TYPE, 0, 1, 5, 4, SIZE);
        List<Tensor> all = new ArrayList<>(PARAMETERS.tensors());
        all.add(input);
        for (List<Tensor> by : List.of(all, PARAMETERS.tensors(), List.of(input))) {
            List<Tensor> planned = everything(layer, by, input);
            List<Tensor> eager = everything(layer.eagerly(), by, input);
            for (int i = 0; i < planned.size(); i++) {
                double scale = 1 + eager.get(i).abs().sum().item();
                double difference = planned.get(i).minus(eager.get(i)).abs().sum().item();
                // Rounding of sums in another order.
                assertThat(difference).as("%s, tensor %d", cell, i).isLessThan(1e-12 * scale);
            }
        }
    }

    /// A state that is a part of the other one as it was before the step.
    @Test
    void statesThatAreViewsOfOldStatesAreOld() {
        RecurrentCell<LstmState> cell =
                new RecurrentCell<>() {
                    @Override
                    public Step<LstmState> step(Tensor x, LstmState s, StepContext context) {
                        return new Step<>(
                                x, new LstmState(s.hidden().plus(x), s.hidden().slice(1, 0, 1)));
                    }

                    @Override
                    public LstmState initialState(int rows) {
                        return new LstmState(
                                Tensor.zeros(TYPE, rows, 2), Tensor.zeros(TYPE, rows, 1));
                    }

                    @Override
                    public int inputSize() {
                        return 2;
                    }

                    @Override
                    public int outputSize() {
                        return 2;
                    }

                    @Override
                    public Parameters parameters() {
                        return Parameters.none();
                    }
                };
        Tensor ones = Tensor.ones(TYPE, 1, 2, 2);
        var output = Recurrent.of(cell).run(Sequence.of(ones), Mode.inference());
        assertThat(output.finalState().hidden().toDoubles()).containsExactly(2, 2);
        assertThat(output.finalState().cell().toDoubles()).containsExactly(1);
    }

    static Stream<Arguments> illegal() {
        String mixes = "mixes the rows of the batch";
        return Stream.of(
                refused(
                        "counts the rows",
                        (x, h) -> h.plus(Tensor.scalar(TYPE, x.dim(0))).tanh().plus(x),
                        "out of the number of rows"),
                refused("mean of the batch", (x, h) -> centred(x.matmul(WIDE).plus(h)), mixes),
                refused("after a softmax", (x, h) -> centred(x.plus(h).softmax(1)), mixes),
                refused("first row", (x, h) -> h.plus(x.select(0, 0)), mixes),
                refused(
                        "rows times rows",
                        (x, h) -> h.plus(h.transposed().matmul(h).sum(0)),
                        "axis 0"),
                refused("output too wide", (x, h) -> Tensor.concat(1, x, h), "[2, 6]"),
                refused("output without rows", (x, h) -> BIAS, "[3]"),
                refused(
                        "a tensor of the batch",
                        (x, h) -> h.plus(Tensor.ones(TYPE, 5, SIZE)),
                        "can only come in through the input, the state, or RowTensors"));
    }

    private static Tensor centred(Tensor values) {
        return values.minus(values.mean(0));
    }

    private static Arguments refused(String name, BinaryOperator<Tensor> equation, String message) {
        return Arguments.of(new Cell(name, equation), message);
    }

    @ParameterizedTest
    @MethodSource("illegal")
    void illegalStepsAreRefusedInTrainingAndInference(Cell cell, String message) {
        Recurrent<HiddenState> layer = Recurrent.of(cell);
        Tensor input = Tensor.ones(TYPE, 5, 4, SIZE);
        assertThatThrownBy(() -> layer.forward(input))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
        assertThatThrownBy(
                        () -> Autograd.differentiate(PARAMETERS, () -> layer.forward(input).sum()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void statesAndInputsOfAnotherKindAreRefused() {
        Recurrent<HiddenState> layer = Recurrent.of(new Cell("cell", (x, h) -> h.plus(x)));
        Tensor input = Tensor.ones(TYPE, 5, 4, SIZE);
        assertThatThrownBy(() ->
                        layer.run(
                                Sequence.of(input),
                                new HiddenState(Tensor.zeros(TYPE, 5, 1)),
                                Mode.inference()))
                .hasMessageContaining(
                        "expected an initial state of float64 [5, 3] but got float64 [5, 1]");
        assertThatThrownBy(() -> layer.forward(input.to(DType.FLOAT32)))
                .hasMessageContaining("computes in float64 but the input is float32");
    }

    @Test
    void aLayerWithinAStepIsRefused() {
        Recurrent<HiddenState> inner = Recurrent.of(new Cell("inner", (x, h) -> h.plus(x)));
        Recurrent<HiddenState> layer =
                Recurrent.of(
                        new Cell("outer", (x, h) -> inner.step(x, new HiddenState(h)).output()));
        assertThatThrownBy(() -> layer.forward(Tensor.ones(TYPE, 5, 4, SIZE)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a step calls another cell's step(x, state, context)");
    }

    @Test
    void aStepThatReturnsNothingIsRefused() {
        Recurrent<HiddenState> layer =
                Recurrent.of(
                        new HiddenCell() {
                            @Override
                            public Step<HiddenState> step(
                                    Tensor input, HiddenState state, StepContext context) {
                                return nothing();
                            }

                            @Override
                            public Tensor next(Tensor input, Tensor hidden) {
                                return hidden;
                            }

                            @Override
                            public int hiddenSize() {
                                return SIZE;
                            }

                            @Override
                            public int inputSize() {
                                return SIZE;
                            }

                            @Override
                            public Parameters parameters() {
                                return PARAMETERS;
                            }
                        });
        assertThatThrownBy(() -> layer.forward(Tensor.ones(TYPE, 5, 4, SIZE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("its step returned null");
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"}) // a user's code may do this
    private static <T> T nothing() {
        return null;
    }
}
