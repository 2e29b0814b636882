package org.unroll.classify;

import java.util.Optional;
import org.unroll.train.TrainingReport;

/// What training a classifier gave.
///
/// @param training how the training went
/// @param train evaluation on the texts it learned from (validation texts not included)
/// @param test evaluation on the texts kept for the test, if there are any
/// @param majority always guessing the training part's most frequent class, on the test texts
/// @param ngrams naive Bayes over groups of one to three characters, on the test texts
public record ClassifierOutcome(
        TrainingReport training,
        Evaluation train,
        Optional<Evaluation> test,
        Optional<Evaluation> majority,
        Optional<Evaluation> ngrams) {}
