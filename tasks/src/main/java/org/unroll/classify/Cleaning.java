package org.unroll.classify;

/// Labelled texts without repetitions and contradictions.
///
/// Texts are compared after lower-casing, if that is asked for, and after surrounding white space is removed. First
/// every repetition of a text with the same label is dropped, so that none can be in training and test at once. Then
/// a text that is left with several labels is dropped altogether: nothing in it says which label to believe.
///
/// @param kept what is left, in its order
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
    /// Cleans.
    public static Cleaning of(LabelledTexts data, boolean lowerCase) {
        throw new UnsupportedOperationException("to come" + data + lowerCase);
    }

    /// One line for people.
    public String text() {
        throw new UnsupportedOperationException("to come");
    }
}
