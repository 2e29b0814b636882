/// Optimizers: how gradients change parameters, and at which learning rate.
///
/// The entry type is [org.unroll.optim.Optimizer], with [org.unroll.optim.Adam] the usual choice;
/// its options are a record with PyTorch's defaults, and a `keras()` variant where Keras computes
/// something else. A [org.unroll.optim.Schedule] says which rate a step gets,
/// [org.unroll.optim.PlateauSchedule] lowers it when the validation loss no longer falls. Gradients
/// are clipped before they get here, by [org.unroll.tensor.Gradients#clippedToNorm].
///
/// All state is readable and loadable by name, so a run that was saved and loaded goes on bit for
/// bit as if it had not stopped.
///
/// Stability: until version 1.0 any type here may change between minor versions; every change is in
/// the changelog.
package org.unroll.optim;
