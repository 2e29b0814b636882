package org.unroll.data;

import java.util.Arrays;
import java.util.stream.Stream;

/// Texts taken apart.
final class Tokens {
    private Tokens() {}

    /// The tokens of a text in order.
    static Stream<String> split(Vocabulary.Unit unit, String text) {
        return switch (unit) {
            case CHARACTERS -> text.codePoints().mapToObj(Character::toString);
            case WORDS ->
                    Arrays.stream(text.strip().split("\\s+", -1)).filter(word -> !word.isEmpty());
        };
    }
}
