package org.unroll.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.unroll.loss.CrossEntropy;
import org.unroll.optim.Adam;
import org.unroll.optim.AdamOptions;
import org.unroll.optim.Optimizer;
import org.unroll.optim.Sgd;
import org.unroll.optim.SgdOptions;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Gradients;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.SparseRows;
import org.unroll.tensor.Tensor;
import org.unroll.testing.FiniteDifferences;

/// An embedding whose table is a linear layer's weight too.
class TiedWeightsTest {
    private static final int COUNT =
            11; // more than twice the tokens: the lookup's gradient is sparse
    private static final Tensor TOKENS = Tensor.of(new int[] {3, 0, 3, 10});
    private static final Tensor TARGETS = Tensor.of(new int[] {5, 3, 0, 10});

    /// Token to logits of the next token.
    private record Model(Embedding embedding, Linear linear) {
        static Model tied(DType type) {
            Init init = Init.keras(Rng.seeded(1)).withType(type);
            var embedding = new Embedding(COUNT, 3, init);
            return new Model(embedding, Linear.tiedTo(embedding, init));
        }

        /// The same numbers in two tensors.
        Model apart() {
            Init init = Init.keras(Rng.seeded(2)).withType(embedding.table().type());
            var other = new Model(new Embedding(COUNT, 3, init), new Linear(3, COUNT, init));
            other.parameters().load(parameters().asMap());
            return other;
        }

        Parameters parameters() {
            return Parameters.join(
                    embedding.parameters().under("embedding"), linear.parameters().under("linear"));
        }

        Tensor loss() {
            Tensor logits = linear.forward(embedding.forward(TOKENS).tanh());
            return CrossEntropy.standard().of(logits, TARGETS);
        }

        Gradients gradients() {
            return Autograd.differentiate(parameters(), this::loss).gradients();
        }

        double[] numbers(String name) {
            return parameters().get(name).toDoubles();
        }
    }

    @Test
    void theTableIsOneTensorUnderTwoNames() {
        Model model = Model.tied(DType.FLOAT32);
        Parameters parameters = model.parameters();
        assertThat(parameters.names())
                .containsExactly("embedding.weight", "linear.weight", "linear.bias");
        assertThat(parameters.get("linear.weight")).isSameAs(parameters.get("embedding.weight"));
        assertThat(parameters.count()).isEqualTo(COUNT * 3 + COUNT);
        assertThat(model.linear()).hasToString("Linear(3 -> 11)");
        var without = Linear.tiedWithoutBias(model.embedding());
        assertThat(without.parameters().get("weight")).isSameAs(parameters.get("linear.weight"));
        assertThat(without).hasToString("Linear(3 -> 11, without bias)");
        Tensor input = Rng.seeded(3).normal(DType.FLOAT32, 0, 1, 2, 3);
        assertThat(without.forward(input).toDoubles())
                .isEqualTo(input.matmulTransposed(parameters.get("embedding.weight")).toDoubles());
    }

    @Test
    void theGradientIsOfBothUses() {
        Model model = Model.tied(DType.FLOAT64);
        FiniteDifferences.check(
                model::loss,
                model.parameters().get("embedding.weight"),
                model.parameters().get("linear.bias"));
    }

    /// Of the lookup as rows, of the product as a whole table, added.
    @Test
    void rowsAndTableAddUp() {
        for (DType type : List.of(DType.FLOAT32, DType.FLOAT64)) {
            Model tied = Model.tied(type);
            Model apart = tied.apart();
            Gradients gradients = apart.gradients();
            Tensor rows = gradients.of(apart.parameters().get("embedding.weight"));
            Tensor table = gradients.of(apart.parameters().get("linear.weight"));
            assertThat(SparseRows.of(rows)).isNotNull();
            assertThat(SparseRows.of(table)).isNull();
            Tensor both = tied.gradients().of(tied.embedding().table());
            assertThat(both.toDoubles()).isEqualTo(rows.plus(table).toDoubles());
            // in the norm, and so in clipping, it counts once
            double norm = tied.gradients().norm();
            double squares =
                    both.squared().sum().item()
                            + tied.gradients()
                                    .of(tied.parameters().get("linear.bias"))
                                    .squared()
                                    .sum()
                                    .item();
            // float32, in which the norm is added up too
            assertThat(norm * norm)
                    .isCloseTo(squares, org.assertj.core.data.Percentage.withPercentage(1e-3));
        }
    }

    @Test
    void anOptimizerStepsItOnce() {
        for (Function<Parameters, Optimizer> create :
                List.<Function<Parameters, Optimizer>>of(
                        p -> new Sgd(p, SgdOptions.of(0.5)),
                        p -> new Sgd(p, SgdOptions.of(0.5).withMomentum(0.9)),
                        p -> new Adam(p, AdamOptions.of(0.1)))) {
            Model twice = Model.tied(DType.FLOAT64);
            Model once = Model.tied(DType.FLOAT64);
            Parameters distinct =
                    Parameters.of(
                            "embedding.weight",
                            once.embedding().table(),
                            "linear.bias",
                            once.parameters().get("linear.bias"));
            Optimizer one = create.apply(twice.parameters());
            Optimizer other = create.apply(distinct);
            for (int step = 0; step < 3; step++) {
                one.step(twice.gradients());
                other.step(Autograd.differentiate(distinct, once::loss).gradients());
            }
            assertThat(twice.numbers("linear.weight")).isEqualTo(once.numbers("linear.weight"));
            assertThat(twice.numbers("linear.bias")).isEqualTo(once.numbers("linear.bias"));
            assertThat(one.state().names()).isEqualTo(other.state().names());
        }
    }

    @Test
    void loadingKeepsTheTie() {
        Model saved = Model.tied(DType.FLOAT32);
        saved.embedding().table().updateInPlace(array -> ((float[]) array)[4] = 0.75f);
        Map<String, Tensor> file = new LinkedHashMap<>(saved.parameters().asMap());
        Model loaded = Model.tied(DType.FLOAT32);
        loaded.parameters().load(file);
        assertThat(loaded.numbers("linear.weight")).isEqualTo(saved.numbers("embedding.weight"));
        assertThat(loaded.parameters().get("linear.weight")).isSameAs(loaded.embedding().table());
        file.put("linear.weight", Tensor.zeros(DType.FLOAT32, COUNT, 3));
        assertThatThrownBy(() -> loaded.parameters().load(file))
                .hasMessageContaining("'embedding.weight' and 'linear.weight' are one tensor here");
    }

    @Test
    void theBiasHasTheTablesType() {
        Init init = Init.pytorch(Rng.seeded(1));
        var embedding = new Embedding(4, 2, init.withType(DType.FLOAT64));
        assertThat(Linear.tiedTo(embedding, init).parameters().get("bias").type())
                .isEqualTo(DType.FLOAT64);
    }

    @Test
    void aPaddedEmbeddingIsRefused() {
        Init init = Init.pytorch(Rng.seeded(1));
        var padded = Embedding.withPadding(4, 2, 0, init);
        assertThatThrownBy(() -> Linear.tiedTo(padded, init))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Embedding(4 -> 2, padding 0)")
                .hasMessageContaining("has to stay zero");
        assertThatThrownBy(() -> Linear.tiedWithoutBias(padded)).hasMessageContaining("padding 0");
    }
}
