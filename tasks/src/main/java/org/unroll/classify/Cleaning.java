package org.unroll.classify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Labelled texts without repetitions and contradictions.
///
/// Texts are compared after lower-casing, if that is asked for, and after surrounding white space
/// is removed. First every repetition of a text with the same label is dropped, so that none can be
/// in training and test at once. Then a text that is left with several labels is dropped
/// altogether: nothing in it says which label to believe.
///
/// @param kept what is left, in its order, lower-cased if that was asked for
/// @param rows rows before
/// @param empty rows dropped because their text or label is empty
/// @param duplicates rows dropped as repetitions
/// @param contradictoryTexts different texts dropped because they have several labels
/// @param contradictoryRows rows dropped with them
public record Cleaning(
        LabelledTexts kept,
        int rows,
        int empty,
        int duplicates,
        int contradictoryTexts,
        int contradictoryRows) {
    private record Labelled(String text, String label) {}

    /// Cleans.
    public static Cleaning of(LabelledTexts data, boolean lowerCase) {
        Map<String, Set<String>> labels = new HashMap<>();
        Set<Labelled> seen = new HashSet<>();
        List<Integer> once = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        int empty = 0;
        int duplicates = 0;
        for (int i = 0; i < data.size(); i++) {
            String text = Texts.normalized(data.texts().get(i), lowerCase);
            String label = data.labels().get(i);
            texts.add(text);
            if (Texts.isMissing(text, label)) {
                empty++;
            } else if (!seen.add(new Labelled(text, label))) {
                duplicates++;
            } else {
                once.add(i);
                labels.computeIfAbsent(text, _ -> new TreeSet<>()).add(label);
            }
        }
        List<Integer> clear =
                once.stream()
                        .filter(i -> labels.getOrDefault(texts.get(i), Set.of()).size() == 1)
                        .toList();
        LabelledTexts normalized =
                new LabelledTexts(texts, data.labels(), data.data(), data.columns(), data.lines());
        return new Cleaning(
                normalized.at(clear),
                data.size(),
                empty,
                duplicates,
                (int) labels.values().stream().filter(set -> set.size() > 1).count(),
                once.size() - clear.size());
    }

    /// One line for people.
    public String text() {
        return "%s: %d without text or label, %s and %s of %s with several labels dropped, %d kept"
                .formatted(
                        counted(rows, "row"),
                        empty,
                        counted(duplicates, "repetition"),
                        counted(contradictoryRows, "row"),
                        counted(contradictoryTexts, "text"),
                        kept.size());
    }

    private static String counted(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
