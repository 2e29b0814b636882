/// Training, whatever the model: [Trainer][org.unroll.train.Trainer] runs a
/// [Learner][org.unroll.train.Learner] over [TrainingData][org.unroll.train.TrainingData] with an
/// optimizer, validates, stops early, keeps checkpoints and reports to a
/// [TrainingListener][org.unroll.train.TrainingListener].
///
/// Two promises shape everything here. *Same seed, same bits*: nothing that is learned depends on
/// the clock, on the number of threads or on whether the run was interrupted. *A run can die at any
/// moment*: the last checkpoint in the store is complete, and a run resumed from it ends with the
/// tensors of an undisturbed run, bit for bit.
package org.unroll.train;
