package org.unroll.classify;

import org.unroll.train.TrainingRun;

/// Makes a classifier and trains it: cleans the data, splits it, learns the vocabulary from the training part, trains.
public final class ClassifierTrainer {
    private ClassifierTrainer() {}

    /// A trainer with a fresh model.
    ///
    /// @throws org.unroll.data.InputException if there is only one class or too little data to split
    public static ClassifierTrainer of(LabelledTexts data, ClassifierOptions options) {
        throw new UnsupportedOperationException("to come" + data + options);
    }

    /// What was dropped from the data and why.
    public Cleaning cleaning() {
        throw new UnsupportedOperationException("to come");
    }

    /// The texts it learns from.
    public LabelledTexts trainPart() {
        throw new UnsupportedOperationException("to come");
    }

    /// The texts early stopping goes by.
    public LabelledTexts validationPart() {
        throw new UnsupportedOperationException("to come");
    }

    /// The texts of the test report.
    public LabelledTexts testPart() {
        throw new UnsupportedOperationException("to come");
    }

    /// The model.
    public SequenceClassifier model() {
        throw new UnsupportedOperationException("to come");
    }

    /// Trains the model. Afterwards it holds the best parameters if there was a validation, else the last.
    ///
    /// @throws org.unroll.data.InputException if the run is to be resumed and there is no checkpoint, or one of another
    ///     training
    /// @throws org.unroll.train.NonFiniteException if loss or gradients stop being finite numbers
    public ClassifierOutcome train(TrainingRun run) {
        throw new UnsupportedOperationException("to come" + run);
    }
}
