package org.unroll.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Counts tokens to choose those of a vocabulary.
final class TokenCounts {
    private TokenCounts() {}

    /// Special tokens first, then those seen often enough by code points: `String.compareTo` would
    /// put some characters beyond the basic plane before others of lower value.
    static List<String> tokens(VocabularyOptions options, Collection<String> texts) {
        Map<String, Integer> counts = new HashMap<>();
        for (String text : texts) {
            Tokens.split(options.unit(), text)
                    .forEach(token -> counts.merge(token, 1, Integer::sum));
        }
        List<String> tokens = new ArrayList<>(options.specialTokens());
        counts.entrySet().stream()
                .filter(entry -> entry.getValue() >= options.minimumCount())
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparing(Characters::points, Arrays::compare))
                .forEach(tokens::add);
        return tokens;
    }
}
