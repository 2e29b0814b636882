package org.unroll.classify;

import org.unroll.nn.LastStep;
import org.unroll.nn.Layer;
import org.unroll.nn.MaxOverSteps;
import org.unroll.nn.MeanOverSteps;

/// What of the recurrent outputs over a text is classified. Padding never counts.
public enum Pooling {
    /// The output at the text's own last character.
    LAST_STATE,
    /// The mean of the outputs over the text's characters.
    MEAN,
    /// The largest of the outputs over the text's characters, for each unit.
    MAX;

    Layer layer() {
        return switch (this) {
            case LAST_STATE -> new LastStep();
            case MEAN -> new MeanOverSteps();
            case MAX -> new MaxOverSteps();
        };
    }
}
