package org.unroll.data;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The tokens a model knows, each with its index: special tokens first, then the others in the
/// order of their code points, whatever the order they were seen in.
public final class Vocabulary {
    /// What a token is.
    public enum Unit {
        /// A Unicode code point.
        CHARACTERS,
        /// A run of anything but white space.
        WORDS
    }

    /// The name of the token that fills up short sequences. Its index is 0 where there is one.
    public static final String PADDING = "<PAD>";

    /// The name of the token that stands for everything the vocabulary does not know.
    public static final String UNKNOWN = "<UNK>";

    private final Unit unit;
    private final List<String> tokens;
    private final int special;
    private final Map<String, Integer> indices;

    private Vocabulary(Unit unit, List<String> tokens, int special) {
        this.unit = unit;
        this.tokens = List.copyOf(tokens);
        this.special = special;
        Map<String, Integer> byToken = HashMap.newHashMap(tokens.size());
        for (int i = special; i < tokens.size(); i++) {
            byToken.put(tokens.get(i), i);
        }
        this.indices = Collections.unmodifiableMap(byToken);
        if (byToken.size() != tokens.size() - special) {
            throw new IllegalArgumentException("expected every token once but got " + tokens);
        }
    }

    /// Every character of the texts.
    public static Vocabulary ofCharacters(Collection<String> texts) {
        return of(VocabularyOptions.characters(), texts);
    }

    /// The tokens of the texts.
    public static Vocabulary of(VocabularyOptions options, Collection<String> texts) {
        return new Vocabulary(
                options.unit(), TokenCounts.tokens(options, texts), options.specialTokens().size());
    }

    /// A vocabulary as [#tokens()] and [#specialTokens()] gave it.
    ///
    /// @param special how many of the first tokens are special
    public static Vocabulary restored(Unit unit, List<String> tokens, int special) {
        if (special < 0 || special > 2 || special > tokens.size()) {
            throw new IllegalArgumentException(
                    "expected 0 to 2 special tokens among %d but got %d"
                            .formatted(tokens.size(), special));
        }
        for (String token : tokens.subList(0, special)) {
            if (!token.equals(PADDING) && !token.equals(UNKNOWN)) {
                throw new IllegalArgumentException(
                        "expected the special tokens %s or %s but got %s"
                                .formatted(PADDING, UNKNOWN, token));
            }
        }
        return new Vocabulary(unit, tokens, special);
    }

    /// What a token is.
    public Unit unit() {
        return unit;
    }

    /// All tokens by index.
    public List<String> tokens() {
        return tokens;
    }

    /// The special tokens, which come first.
    public List<String> specialTokens() {
        return tokens.subList(0, special);
    }

    /// How many tokens, special ones included.
    public int size() {
        return tokens.size();
    }

    /// The padding's index, or -1 if there is none.
    public int paddingIndex() {
        return specialTokens().indexOf(PADDING);
    }

    /// The index of what is unknown, or -1 if there is none.
    public int unknownIndex() {
        return specialTokens().indexOf(UNKNOWN);
    }

    /// Whether `token` is one of the tokens. Special tokens cannot be written in a text.
    public boolean contains(String token) {
        return indices.containsKey(token);
    }

    /// The token's index; the unknown token's if it is not known.
    ///
    /// @throws IllegalArgumentException if it is not known and there is no unknown token
    public int index(String token) {
        Integer index = indices.get(token);
        if (index != null) {
            return index;
        }
        if (unknownIndex() < 0) {
            throw new IllegalArgumentException(
                    "expected a token of the vocabulary but got %s"
                            .formatted(Characters.describe(token)));
        }
        return unknownIndex();
    }

    /// The tokens of a text, as indices.
    ///
    /// @throws IllegalArgumentException if a token is not known and there is no unknown token
    public int[] encode(String text) {
        return Tokens.split(unit, text).mapToInt(this::index).toArray();
    }

    /// Different tokens of a text that the vocabulary does not know, in the order they come.
    public List<String> unknownIn(String text) {
        return Tokens.split(unit, text).filter(token -> !contains(token)).distinct().toList();
    }

    /// The text of these indices. Words are joined by spaces; padding is left out.
    public String decode(int... indices) {
        StringBuilder text = new StringBuilder();
        for (int index : indices) {
            if (index == paddingIndex()) {
                continue;
            }
            if (unit == Unit.WORDS && !text.isEmpty()) {
                text.append(' ');
            }
            text.append(tokens.get(index));
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vocabulary that
                && unit == that.unit
                && special == that.special
                && tokens.equals(that.tokens);
    }

    @Override
    public int hashCode() {
        return tokens.hashCode();
    }

    @Override
    public String toString() {
        return "Vocabulary[%d %s]".formatted(size(), unit == Unit.WORDS ? "words" : "characters");
    }
}
