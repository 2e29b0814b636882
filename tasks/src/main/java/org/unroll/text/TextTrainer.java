package org.unroll.text;

import org.unroll.train.TrainingReport;
import org.unroll.train.TrainingRun;

/// Makes a text model and trains it.
public final class TextTrainer {
    private TextTrainer() {}

    /// A trainer with a fresh model whose vocabulary is the text's characters.
    ///
    /// @throws org.unroll.data.InputException if the text is shorter than the sequences to learn from
    public static TextTrainer of(TextSource source, TextOptions options) {
        throw new UnsupportedOperationException("to come: " + source + options);
    }

    /// The model; a listener may let it write samples between iterations.
    public TextModel model() {
        throw new UnsupportedOperationException("to come");
    }

    /// Trains the model. Afterwards it holds the best parameters if there was a validation, else the last.
    ///
    /// @throws org.unroll.data.InputException if the run is to be resumed and there is no checkpoint, or one of another
    ///     training
    /// @throws org.unroll.train.NonFiniteException if loss or gradients stop being finite numbers
    public TrainingReport train(TrainingRun run) {
        throw new UnsupportedOperationException("to come" + run);
    }
}
