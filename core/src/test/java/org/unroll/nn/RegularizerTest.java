package org.unroll.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unroll.recurrent.RecurrentOptions;
import org.unroll.recurrent.RecurrentStack;
import org.unroll.recurrent.WeightKind;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

class RegularizerTest {
    private final Tensor a = Tensor.of(new double[] {1, -2, 0});
    private final Tensor b = Tensor.of(new double[][] {{-3}, {0.5}});

    private static double[] gradient(Regularizer regularizer, Tensor by) {
        return Autograd.differentiate(List.of(by), () -> regularizer.of(by))
                .gradients()
                .of(by)
                .toDoubles();
    }

    @Test
    void sumsOfAbsoluteValuesAndOfSquares() {
        assertThat(new L1(0.1).of(a).item()).isCloseTo(0.3, within(1e-15));
        assertThat(new L2(0.1).of(a).item()).isCloseTo(0.5, within(1e-15));
        assertThat(gradient(new L1(0.1), a)).containsExactly(0.1, -0.1, 0);
        assertThat(gradient(new L2(0.1), a))
                .containsExactly(new double[] {0.2, -0.4, 0}, within(1e-15));
        assertThat(new L2(0).of(b).item()).isZero();
    }

    @Test
    void tiedWeightsCountOnce() {
        Parameters parameters = Parameters.of("a", a, "b", b, "again", a);
        assertThat(new L1(1).of(parameters).item()).isEqualTo(6.5);
        assertThat(new L2(1).of(parameters).item()).isEqualTo(14.25);
        Regularizer own = weight -> weight.sum();
        assertThat(own.of(parameters).item()).isEqualTo(-3.5);
    }

    @Test
    void refusals() {
        assertThatThrownBy(() -> new L1(-1)).hasMessage("expected factor >= 0 but got -1.0");
        assertThatThrownBy(() -> new L2(Double.NaN)).hasMessageContaining("factor");
        assertThatThrownBy(() -> new L2(1).of(Parameters.none()))
                .hasMessageContaining("no tensor: does a name fit?");
    }

    @Test
    void weightsAreChosenByKind() {
        var init = Init.pytorch(Rng.seeded(1)).withType(DType.FLOAT64);
        var network =
                Sequential.of(
                        RecurrentStack.lstm(RecurrentOptions.of(2, 3), init),
                        new Linear(3, 2, init));
        Parameters all = network.parameters();
        assertThat(all.where(WeightKind.INPUT).names()).containsExactly("0.weight_ih_l0");
        assertThat(all.where(WeightKind.RECURRENT).names()).containsExactly("0.weight_hh_l0");
        assertThat(all.where(WeightKind.BIAS).names())
                .containsExactly("0.bias_ih_l0", "0.bias_hh_l0", "1.bias");
        assertThat(all.where(name -> name.startsWith("1.")).asMap())
                .containsExactly(
                        java.util.Map.entry("1.weight", all.get("1.weight")),
                        java.util.Map.entry("1.bias", all.get("1.bias")));
        assertThat(all.where(name -> false).names()).isEmpty();
        assertThat(WeightKind.RECURRENT.test("weight_hh_l0_reverse")).isTrue();
        assertThat(WeightKind.RECURRENT.test("weight_hh.l0")).isFalse();
        // of the penalised weights alone
        var done =
                Autograd.differentiate(all, () -> new L2(0.5).of(all.where(WeightKind.RECURRENT)));
        assertThat(done.gradients().of(all.get("0.weight_hh_l0")).toDoubles())
                .isEqualTo(all.get("0.weight_hh_l0").toDoubles());
        assertThat(done.gradients().reaches(all.get("0.weight_ih_l0"))).isFalse();
    }
}
