package org.unroll.internal.plan;

import java.util.List;
import org.unroll.tensor.Tensor;

/// Runs a step over sequences.
public interface SequenceEngine {
    /// One timestep: from an input and the state's tensors to the output followed by the next
    /// state's tensors.
    interface StepFunction {
        List<Tensor> apply(Tensor input, List<Tensor> state);
    }

    /// Runs the step over a batch.
    ///
    /// @param input `[rows, steps, n]`, or `[steps, rows, n]` if time comes first
    /// @param steps the timesteps to take
    /// @param initial the state's tensors, `[rows, ...]` each
    /// @return the outputs, in the input's layout and zero where no step was taken, followed by the
    ///   state's tensors after each row's own last step
    List<Tensor> run(StepFunction step, Tensor input, SequenceSteps steps, List<Tensor> initial);

    /// An engine that records the step, plans it and runs the plan. It keeps plans and packed
    /// weights from call to call, and may be used by many threads.
    ///
    /// @param cell whose step it is, for messages
    static SequenceEngine planned(String cell) {
        return new PlannedEngine(cell);
    }

    /// An engine that runs the step as it stands, once per timestep.
    static SequenceEngine eager() {
        return new EagerEngine();
    }
}
