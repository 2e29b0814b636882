/// Recurrent layers: cells as equations, and what runs them over sequences.
///
/// A [org.unroll.recurrent.RecurrentCell] is one timestep; [org.unroll.recurrent.Recurrent] runs
/// any cell over a batch of sequences, and [org.unroll.recurrent.RecurrentStack] puts several on
/// top of each other. Start with `RecurrentStack.lstm(RecurrentOptions.of(inputSize, hiddenSize),
/// init)`. State goes in and comes out; layers hold parameters only.
///
/// Until version 1.0 anything here may still change.
package org.unroll.recurrent;
