package org.unroll.recurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.unroll.nn.Init;
import org.unroll.nn.Initializer;
import org.unroll.nn.Mode;
import org.unroll.nn.Sequence;
import org.unroll.tensor.DType;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

class ZoneoutTest {
    private static final int ROWS = 3;
    private static final int STEPS = 4;
    private final LstmCell lstm =
            new LstmCell(2, 5, Init.pytorch(Rng.seeded(1)).withType(DType.FLOAT64));
    private final Tensor input = Rng.seeded(2).normal(DType.FLOAT64, 0, 1, ROWS, STEPS, 2);
    private final LstmState start =
            lstm.initialState(ROWS).drawn(Initializer.normal(0, 1), Rng.seeded(3));

    /// A context that keeps the masks it gives.
    private static final class Masks implements StepContext {
        final List<double[]> given = new ArrayList<>();
        final List<Double> rates = new ArrayList<>();
        private final Rng rng = Rng.seeded(4);

        @Override
        public boolean isTraining() {
            return true;
        }

        @Override
        public Tensor dropout(Tensor x, double rate) {
            throw new AssertionError("not asked for by zoneout");
        }

        @Override
        public Tensor dropoutPerSequence(Tensor x, double rate) {
            assertThat(rate).as("not asked for by zoneout").isZero();
            return x;
        }

        @Override
        public Tensor weightDropout(Tensor weight, double rate) {
            assertThat(rate).as("not asked for by zoneout").isZero();
            return weight;
        }

        @Override
        public Tensor mask(Tensor like, double rate) {
            double[] mask = new double[like.size()];
            for (int i = 0; i < mask.length; i++) {
                mask[i] = rng.nextDouble() < rate ? 0 : 1;
            }
            given.add(mask);
            rates.add(rate);
            return Tensor.of(mask, like.shape().dims());
        }

        @Override
        public Tensor perRow(String name) {
            throw new AssertionError("not asked for by zoneout");
        }
    }

    /// The paper's equations on plain numbers: the cell's step, which has its own tests, then each
    /// unit either new or as before. The hidden state is that of the cell state before zoneout.
    @Test
    void eachUnitIsNewOrAsBefore() {
        var zoneout = Zoneout.of(lstm, 0.3, 0.6);
        var masks = new Masks();
        LstmState state = start;
        for (int t = 0; t < STEPS; t++) {
            Tensor x = input.select(1, t);
            var plain = lstm.step(x, state, StepContext.INFERENCE).state();
            var zoned = zoneout.step(x, state, masks);
            for (int part = 0; part < 2; part++) {
                double[] mask = masks.given.get(2 * t + part);
                double[] after = plain.tensors().get(part).toDoubles();
                double[] before = state.tensors().get(part).toDoubles();
                double[] actual = zoned.state().tensors().get(part).toDoubles();
                for (int i = 0; i < mask.length; i++) {
                    assertThat(actual[i]).isEqualTo(mask[i] == 1 ? after[i] : before[i]);
                }
            }
            assertThat(zoned.output()).isSameAs(zoned.state().hidden());
            state = zoned.state();
        }
        assertThat(masks.rates).startsWith(0.3, 0.6);
        double[] all = masks.given.stream().flatMapToDouble(Arrays::stream).toArray();
        assertThat(all).contains(0.0, 1.0);
    }

    @Test
    void inferenceTakesTheMean() {
        var zoned =
                Zoneout.of(lstm, 0.3, 0.6).step(input.select(1, 0), start, StepContext.INFERENCE);
        var plain = lstm.step(input.select(1, 0), start, StepContext.INFERENCE).state();
        double[] rates = {0.3, 0.6};
        for (int part = 0; part < 2; part++) {
            double[] after = plain.tensors().get(part).toDoubles();
            double[] before = start.tensors().get(part).toDoubles();
            double[] actual = zoned.state().tensors().get(part).toDoubles();
            for (int i = 0; i < after.length; i++) {
                double expected = (1 - rates[part]) * after[i] + rates[part] * before[i];
                assertThat(actual[i]).isCloseTo(expected, within(1e-15)); // three roundings below 1
            }
        }
    }

    /// In a run the share of units that keep their value is the rate.
    @Test
    void unitsKeepTheirValueAsOftenAsTheRateSays() {
        var layer =
                Recurrent.of(Zoneout.of(new LstmCell(2, 50, Init.pytorch(Rng.seeded(1))), 0.25));
        Tensor values = Rng.seeded(2).normal(DType.FLOAT32, 0, 1, 20, 11, 2);
        float[] outputs =
                layer.run(Sequence.of(values), Mode.training(Rng.seeded(5)))
                        .outputs()
                        .values()
                        .toFloats();
        int kept = 0;
        for (int row = 0; row < 20; row++) {
            for (int i = 50; i < 550; i++) {
                kept += outputs[row * 550 + i] == outputs[row * 550 + i - 50] ? 1 : 0;
            }
        }
        assertThat(kept / 10_000.0).isBetween(0.23, 0.27); // five deviations
    }

    @Test
    void rateZeroChangesNothing() {
        var mode = Mode.training(Rng.seeded(5));
        var plain = Recurrent.of(lstm).run(Sequence.of(input), start, mode);
        var zoned = Recurrent.of(Zoneout.of(lstm, 0)).run(Sequence.of(input), start, mode);
        assertThat(zoned.outputs().values().toDoubles())
                .isEqualTo(plain.outputs().values().toDoubles());
        assertThat(zoned.finalState().cell().toDoubles())
                .isEqualTo(plain.finalState().cell().toDoubles());
    }

    /// Whose output is no state.
    private record Reading(LstmCell cell) implements DecoratedCell<LstmState> {
        @Override
        public Step<LstmState> step(Tensor input, LstmState state, StepContext context) {
            var step = cell.step(input, state, context);
            return new Step<>(step.output().times(2), step.state());
        }
    }

    @Test
    void anOutputThatIsNoStateStays() {
        var zoned =
                Zoneout.of(new Reading(lstm), 0.5)
                        .step(input.select(1, 0), start, StepContext.INFERENCE);
        var plain = new Reading(lstm).step(input.select(1, 0), start, StepContext.INFERENCE);
        assertThat(zoned.output().toDoubles()).isEqualTo(plain.output().toDoubles());
        assertThat(zoned.state().hidden().toDoubles())
                .isNotEqualTo(plain.state().hidden().toDoubles());
    }

    @Test
    void ratesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> Zoneout.of(lstm, 0.1, 0.2, 0.3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "zoneout of LstmCell(2 -> 5): expected a rate for each of its state's"
                                + " tensors [hidden, cell] but got 3 rates");
        for (double rate : new double[] {1, -0.1, Double.NaN}) {
            assertThatThrownBy(() -> Zoneout.of(lstm, rate))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("expected a rate of zoneout in [0, 1) but got " + rate);
        }
    }

    @Test
    void weightsKeepTheirNames() {
        var zoneout = Zoneout.of(InputDropout.of(lstm, 0.2), 0.1, 0.5);
        assertThat(zoneout.parameters().asMap()).isEqualTo(lstm.parameters().asMap());
        assertThat(zoneout).hasToString("Zoneout(InputDropout(LstmCell(2 -> 5), 0.2), 0.1, 0.5)");
        var stack =
                RecurrentStack.of(
                        RecurrentOptions.of(2, 5).withLayers(2),
                        in -> Zoneout.of(new LstmCell(in, 5, Init.pytorch(Rng.seeded(1))), 0.1));
        assertThat(stack.parameters().names()).contains("weight_ih_l0", "bias_hh_l1");
        assertThat(stack).hasToString("Lstm(2 -> 5, 2 layers)");
    }
}
