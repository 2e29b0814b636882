package org.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
    private static final List<String> KNOWN = List.of("--count", "--column", "--clip-norm");

    @Test
    void theClosestWins() {
        assertThat(Suggestion.closest("--coumn", KNOWN)).isEqualTo("--column");
        assertThat(Suggestion.closest("--cuont", KNOWN)).isEqualTo("--count");
    }

    @Test
    void aBeginningIsEnough() {
        assertThat(Suggestion.closest("--clip", KNOWN)).isEqualTo("--clip-norm");
    }

    @Test
    void nothingIsSuggestedForSomethingElse() {
        assertThat(Suggestion.closest("--verbose", KNOWN)).isEmpty();
    }
}
