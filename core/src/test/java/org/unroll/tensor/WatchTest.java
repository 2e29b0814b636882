package org.unroll.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Looking at the gradients of values in the middle, and at values by name.
class WatchTest {
    private static final Tensor X = Tensor.of(new double[] {1, 2, 3});

    @Test
    void aWatchedValuesGradientIsTold() {
        List<Tensor> told = new ArrayList<>();
        var done =
                Autograd.differentiate(
                        List.of(X),
                        () -> {
                            Tensor squares = X.squared();
                            Autograd.watch(squares, told::add);
                            Autograd.watch(squares, told::add);
                            Autograd.watch(squares.times(2), told::add); // leads nowhere
                            Autograd.watch(Tensor.of(new double[] {1}), told::add); // constant
                            return squares.times(squares).sum().plus(squares.sum());
                        });
        assertThat(told).hasSize(2);
        assertThat(told.getFirst().toDoubles()).containsExactly(3, 9, 19); // 2 x^2 + 1
        assertThat(done.gradients().of(X).toDoubles()).containsExactly(6, 36, 114);
        Autograd.watch(X, told::add); // nothing is being differentiated
        assertThat(told).hasSize(2);
    }

    @Test
    void namesAreToldToWhoListens() {
        List<String> names = new ArrayList<>();
        Tensor named =
                Naming.listened(
                        (name, tensor) -> names.add(name + " " + tensor.shape()),
                        () -> X.named("x").plus(1).named("more"));
        assertThat(names).containsExactly("x [3]", "more [3]");
        assertThat(named.named("unheard")).isSameAs(named);
        assertThat(names).hasSize(2);
    }
}
