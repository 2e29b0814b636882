package org.unroll.internal.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.plan.SequenceEngine.StepFunction;
import org.unroll.tensor.Tensor;

/// A step to run, and the batch to run it over.
///
/// @param step one timestep
/// @param input `[rows, steps, n]`, or `[steps, rows, n]` if time comes first
/// @param steps the timesteps to take
/// @param initial the state's tensors before the first, `[rows, ...]` each
/// @param perRow tensors that the step may ask for, `[rows, ...]` each: the same at every timestep
/// @param firstStep the number of the input's first timestep, for random masks: not 0 for a later
///   piece of a sequence
/// @param watched gets the gradients of the state when the run is differentiated; null if nobody
///   wants them
public record SequenceCall(
        StepFunction step,
        Tensor input,
        SequenceSteps steps,
        List<Tensor> initial,
        List<Tensor> perRow,
        long firstStep,
        @Nullable StateGradients watched) {}
