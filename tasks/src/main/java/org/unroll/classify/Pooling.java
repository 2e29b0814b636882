package org.unroll.classify;

/// What of the recurrent outputs over a text is classified. Padding never counts.
public enum Pooling {
    /// The output at the text's own last character.
    LAST_STATE,
    /// The mean of the outputs over the text's characters.
    MEAN,
    /// The largest of the outputs over the text's characters, for each unit.
    MAX
}
