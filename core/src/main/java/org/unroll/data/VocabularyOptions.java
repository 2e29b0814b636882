package org.unroll.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// What goes into a vocabulary.
///
/// @param unit what a token is
/// @param padding whether there is a padding token; its index is 0
/// @param unknown whether there is a token for everything unknown
/// @param minimumCount tokens seen less often are left out
public record VocabularyOptions(
        Vocabulary.Unit unit, boolean padding, boolean unknown, int minimumCount) {
    /// Leaving tokens out needs an unknown token to stand for them.
    public VocabularyOptions {
        Objects.requireNonNull(unit, "unit");
        if (minimumCount < 1) {
            throw new IllegalArgumentException(
                    "expected a minimum count of at least 1 but got " + minimumCount);
        }
        if (minimumCount > 1 && !unknown) {
            throw new IllegalArgumentException(
                    "expected an unknown token beside a minimum count of " + minimumCount);
        }
    }

    /// Every character, without special tokens.
    public static VocabularyOptions characters() {
        return new VocabularyOptions(Vocabulary.Unit.CHARACTERS, false, false, 1);
    }

    /// Every word, without special tokens.
    public static VocabularyOptions words() {
        return new VocabularyOptions(Vocabulary.Unit.WORDS, false, false, 1);
    }

    /// A copy with a padding token.
    public VocabularyOptions withPadding() {
        return new VocabularyOptions(unit, true, unknown, minimumCount);
    }

    /// A copy with a token for everything unknown.
    public VocabularyOptions withUnknown() {
        return new VocabularyOptions(unit, padding, true, minimumCount);
    }

    /// A copy that leaves out tokens seen less often, with a token for everything unknown.
    public VocabularyOptions withMinimumCount(int minimumCount) {
        return new VocabularyOptions(unit, padding, true, minimumCount);
    }

    List<String> specialTokens() {
        List<String> tokens = new ArrayList<>();
        if (padding) {
            tokens.add(Vocabulary.PADDING);
        }
        if (unknown) {
            tokens.add(Vocabulary.UNKNOWN);
        }
        return tokens;
    }
}
