package org.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void times() {
        assertThat(Numbers.time(Duration.ofMillis(400))).isEqualTo("0 s");
        assertThat(Numbers.time(Duration.ofMillis(59_400))).isEqualTo("59 s");
        assertThat(Numbers.time(Duration.ofMillis(59_600))).isEqualTo("1 min 0 s");
        assertThat(Numbers.time(Duration.ofSeconds(192))).isEqualTo("3 min 12 s");
        assertThat(Numbers.time(Duration.ofMinutes(125))).isEqualTo("2 h 5 min");
    }

    @Test
    void oneThingIsNotSeveral() {
        assertThat(Numbers.counted(0, "iteration")).isEqualTo("0 iterations");
        assertThat(Numbers.counted(1, "iteration")).isEqualTo("1 iteration");
        assertThat(Numbers.counted(1_000, "iteration")).isEqualTo("1,000 iterations");
    }

    @Test
    void plainNumbers() {
        assertThat(Numbers.plain(5)).isEqualTo("5");
        assertThat(Numbers.plain(0.002)).isEqualTo("0.002");
    }

    @Test
    void threeDecimals() {
        assertThat(Decimals.three(0)).isEqualTo("0.000");
        assertThat(Decimals.three(0.0456)).isEqualTo("0.046");
        assertThat(Decimals.three(0.9996)).isEqualTo("1.000");
        assertThat(Decimals.three(1)).isEqualTo("1.000");
    }
}
