package org.unroll.examples.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class TextTableTest {
    @Test
    void theFirstColumnIsFlushLeftTheOthersFlushRight() {
        TextTable table =
                TextTable.of("network", "loss", "epochs")
                        .row("LSTM", 0.41234, 15)
                        .row("собака", Spread.of(10, 12), "none");
        assertThat(table)
                .hasToString(
                        """
                        network            loss  epochs
                        -------------------------------
                        LSTM              0.412      15
                        собака   11.000 ± 1.414    none\
                        """);
    }

    @Test
    void anotherNumberOfCellsIsRefused() {
        assertThatThrownBy(() -> TextTable.of("a", "b").row("c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 cells below a head of 2");
    }
}
