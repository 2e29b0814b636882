package org.unroll.examples.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class SpreadTest {
    @Test
    void meanAndDeviationAreThoseOfASample() {
        Spread spread = Spread.of(0.976, 0.970, 0.970);
        assertThat(spread.count()).isEqualTo(3);
        assertThat(spread.mean()).isCloseTo(0.972, within(1e-12));
        assertThat(spread.deviation()).isCloseTo(0.0034641016, within(1e-9));
        assertThat(spread.least()).isEqualTo(0.970);
        assertThat(spread.most()).isEqualTo(0.976);
        assertThat(spread).hasToString("0.972 ± 0.003");
        assertThat(spread.text(1)).isEqualTo("1.0 ± 0.0");
    }

    @Test
    void oneResultHasNoSpread() {
        assertThat(Spread.of(0.5)).hasToString("0.500");
        assertThat(Spread.of(0.5).deviation()).isZero();
    }

    @Test
    void noResultIsRefused() {
        assertThatThrownBy(Spread::of).isInstanceOf(IllegalArgumentException.class);
    }
}
