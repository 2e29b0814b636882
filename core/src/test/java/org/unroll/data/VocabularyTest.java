package org.unroll.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    @Test
    void charactersAreSortedWhateverTheirOrderInTheText() {
        assertThat(Vocabulary.ofCharacters(List.of("cab\n", "bee")).tokens())
                .containsExactly("\n", "a", "b", "c", "e")
                .isEqualTo(Vocabulary.ofCharacters(List.of("eeb", "\nbac")).tokens());
    }

    @Test
    void aCharacterBeyondTheBasicPlaneIsOneTokenAndComesAfterLowerOnes() {
        Vocabulary vocabulary = Vocabulary.ofCharacters(List.of("𝄞\uFF5Eñ"));
        assertThat(vocabulary.tokens()).containsExactly("ñ", "\uFF5E", "𝄞");
        assertThat(vocabulary.encode("𝄞ñ")).containsExactly(2, 0);
        assertThat(vocabulary.decode(2, 0, 1)).isEqualTo("𝄞ñ\uFF5E");
    }

    @Test
    void paddingIsFirstThenUnknown() {
        Vocabulary vocabulary =
                Vocabulary.of(
                        VocabularyOptions.characters().withPadding().withUnknown(), List.of("ba"));
        assertThat(vocabulary.tokens())
                .containsExactly(Vocabulary.PADDING, Vocabulary.UNKNOWN, "a", "b");
        assertThat(vocabulary.paddingIndex()).isZero();
        assertThat(vocabulary.unknownIndex()).isEqualTo(1);
        assertThat(vocabulary.encode("abz")).containsExactly(2, 3, 1);
        assertThat(vocabulary.decode(2, 0, 0)).isEqualTo("a");
    }

    @Test
    void rareTokensBecomeUnknown() {
        Vocabulary vocabulary =
                Vocabulary.of(
                        VocabularyOptions.words().withMinimumCount(2),
                        List.of("the cat  saw", " the\ndog saw a cat "));
        assertThat(vocabulary.tokens()).containsExactly(Vocabulary.UNKNOWN, "cat", "saw", "the");
        assertThat(vocabulary.encode("the dog saw")).containsExactly(3, 0, 2);
        assertThat(vocabulary.decode(3, 1)).isEqualTo("the cat");
        assertThat(vocabulary.unknownIn("a cat a dog")).containsExactly("a", "dog");
    }

    @Test
    void specialTokensCannotBeWrittenInATextOfWords() {
        Vocabulary vocabulary =
                Vocabulary.of(
                        VocabularyOptions.words().withPadding().withUnknown(), List.of("a <PAD>"));
        assertThat(vocabulary.encode("<PAD> a <UNK>")).containsExactly(2, 3, 1);
    }

    @Test
    void anUnknownCharacterIsRefusedByNameWhereNothingStandsForIt() {
        Vocabulary vocabulary = Vocabulary.ofCharacters(List.of("abc"));
        assertThatThrownBy(() -> vocabulary.encode("abё"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"ё\" (U+0451)");
    }

    @Test
    void comesBackFromItsTokens() {
        Vocabulary vocabulary =
                Vocabulary.of(
                        VocabularyOptions.characters().withPadding().withUnknown(), List.of("xyz"));
        assertThat(
                        Vocabulary.restored(
                                vocabulary.unit(),
                                vocabulary.tokens(),
                                vocabulary.specialTokens().size()))
                .isEqualTo(vocabulary);
        assertThatThrownBy(
                        () -> Vocabulary.restored(Vocabulary.Unit.CHARACTERS, List.of("a", "a"), 0))
                .hasMessageContaining("every token once");
        assertThatThrownBy(
                        () -> Vocabulary.restored(Vocabulary.Unit.CHARACTERS, List.of("a", "b"), 1))
                .hasMessageContaining("special");
    }
}
