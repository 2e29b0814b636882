package org.unroll.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.Compute;
import org.unroll.tensor.DType;
import org.unroll.tensor.Gradients;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.SparseRows;
import org.unroll.tensor.Tensor;

/// Steps by gradients that are kept as some rows are the steps by the same gradients written out.
class SparseStepsTest {
    private static final int ROWS = 50;
    private static final int COLUMNS = 7;

    private static Tensor table(DType type) {
        return Rng.seeded(1).normal(type, 0, 1, ROWS, COLUMNS);
    }

    /// Gradients of a loss that uses some rows, other ones at each step.
    private static Gradients gradients(Tensor table, int step) {
        Tensor numbers = Tensor.of(new int[] {step, 31, 3 * step, 31, 49});
        Tensor weights = Rng.seeded(2 + step).normal(table.type(), 0, 1, 5, COLUMNS);
        return Autograd.differentiate(
                        List.of(table), () -> table.rows(numbers).times(weights).sum())
                .gradients();
    }

    static Stream<Arguments> optimizers() {
        return Stream.<Function<Parameters, Optimizer>>of(
                        p -> new Sgd(p, SgdOptions.of(0.1)),
                        p -> new Sgd(p, SgdOptions.of(0.1).withMomentum(0.9)),
                        p -> new Sgd(p, SgdOptions.of(0.1).withWeightDecay(0.1)),
                        p -> new Adagrad(p, AdagradOptions.standard()),
                        p -> new Adagrad(p, AdagradOptions.keras()),
                        p -> new Adagrad(p, AdagradOptions.standard().withWeightDecay(0.1)),
                        p -> new RmsProp(p, RmsPropOptions.standard()),
                        p -> new Adadelta(p, AdadeltaOptions.standard()),
                        p -> new Adam(p, AdamOptions.standard()),
                        p -> new AdamW(p, AdamWOptions.standard()))
                .flatMap(create ->
                        Stream.of(DType.FLOAT32, DType.FLOAT64)
                                .map(type -> Arguments.of(create, type)));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void areTheDenseSteps(Function<Parameters, Optimizer> create, DType type) throws Exception {
        for (int threads : new int[] {1, 3}) {
            Tensor sparse = table(type);
            Tensor dense = table(type);
            Optimizer one = create.apply(Parameters.of("table", sparse));
            Optimizer other = create.apply(Parameters.of("table", dense));
            for (int i = 0; i < 4; i++) {
                int step = i;
                Compute.withThreads(
                        threads,
                        () -> {
                            Gradients rows = gradients(sparse, step).clippedToValue(0.7);
                            assertThat(SparseRows.of(rows.of(sparse))).isNotNull();
                            one.step(rows);
                            other.step(writtenOut(gradients(dense, step).clippedToValue(0.7)));
                            return "";
                        });
            }
            assertThat(sparse.toDoubles()).containsExactly(dense.toDoubles());
            one.state()
                    .asMap()
                    .forEach((name, state) ->
                            assertThat(state.toDoubles())
                                    .as(name)
                                    .containsExactly(other.state().get(name).toDoubles()));
        }
    }

    private static Gradients writtenOut(Gradients gradients) {
        return gradients.mapped(SparseStepsTest::copy);
    }

    private static Tensor copy(Tensor gradient) {
        return Tensor.of(gradient.toDoubles(), gradient.shape().dims()).to(gradient.type());
    }

    @Test
    void normAndClipping() {
        Tensor table = table(DType.FLOAT64);
        Gradients rows = gradients(table, 1);
        Gradients whole = writtenOut(rows);
        assertThat(SparseRows.of(whole.of(table))).isNull();
        double norm = whole.norm();
        // the same squares, added up in another order
        assertThat(rows.norm()).isCloseTo(norm, within(1e-14 * norm));
        Gradients clipped = rows.clippedToNorm(norm / 3);
        assertThat(SparseRows.of(clipped.of(table))).isNotNull();
        double[] expected = whole.clippedToNorm(norm / 3).of(table).toDoubles();
        assertThat(clipped.of(table).toDoubles()).containsExactly(expected, within(1e-14 * norm));
        assertThat(clipped.norm()).isCloseTo(norm / 3, within(1e-5 * norm));
    }

    @Test
    void aLookupBeforeTheStepKeepsItsRows() {
        Tensor table = table(DType.FLOAT32);
        Tensor before = table.rows(Tensor.of(new int[] {3, 31}));
        float[] row = table.slice(0, 31, 32).toFloats();
        new Sgd(Parameters.of("table", table), SgdOptions.of(0.1)).step(gradients(table, 1));
        assertThat(before.select(0, 1).toFloats()).containsExactly(row);
        assertThat(table.slice(0, 31, 32).toFloats()).isNotEqualTo(row);
        assertThat(Objects.requireNonNull(SparseRows.of(gradients(table, 1).of(table))).numbers())
                .containsExactly(1, 3, 31, 49);
    }
}
