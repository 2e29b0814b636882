package org.unroll.internal.plan;

import java.util.List;
import java.util.Map;
import org.unroll.tensor.DType;
import org.unroll.tensor.RandomMask;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// Runs a step over sequences.
public interface SequenceEngine {
    /// One timestep: from an input and the state's tensors to outputs and the next state's tensors.
    interface StepFunction {
        StepResult apply(Tensor input, List<Tensor> state, Surroundings around);
    }

    /// What one timestep gives.
    ///
    /// @param outputs one or more, `[rows, ...]` each, the same ones at every timestep
    /// @param state the next state's tensors
    record StepResult(List<Tensor> outputs, List<Tensor> state) {}

    /// What a step may ask for besides its input and state.
    interface Surroundings {
        /// A random mask of this timestep, or one for all timesteps of the sequence.
        ///
        /// @param shape `[rows, ...]`
        Tensor mask(RandomMask mask, boolean perSequence, Shape shape, DType type);

        /// One of the call's tensors that have a row for each row of the batch.
        Tensor perRow(int index);
    }

    /// What comes of a batch.
    ///
    /// @param outputs the step's outputs in the input's layout, `[rows, steps, ...]` or `[steps,
    ///   rows, ...]`; zero where no step was taken
    /// @param state the state's tensors after each row's own last step
    record Results(List<Tensor> outputs, List<Tensor> state) {}

    /// Runs a step over a batch.
    Results run(SequenceCall call);

    /// How a step is run with all its gradients, as text.
    ///
    /// @param call its input and state may have any number of rows and timesteps
    /// @param weights the names of tensors that the step uses, those per row among them
    String planText(SequenceCall call, Map<Tensor, String> weights);

    /// An engine that keeps, between the forward run and the backward one, only some states and
    /// computes the rest again; the same plans and weights. One that keeps nothing of its own stays
    /// as it is.
    default SequenceEngine recomputing() {
        return this;
    }

    /// An engine that records the step, plans it and runs the plan. It keeps plans and packed
    /// weights from call to call, and may be used by many threads.
    static SequenceEngine planned() {
        return new PlannedEngine();
    }

    /// Whether layers on top of each other, all with engines that say so, are better run by
    /// [#runStack]: without gradients, and with so many rows that every thread has some of its own.
    default boolean isForStacks(int rows) {
        return false;
    }

    /// One of layers on top of each other.
    ///
    /// @param engine its own, one for stacks
    /// @param call over the same timesteps as the others'; an upper layer's input has any number of
    ///   rows and timesteps, since the outputs below take its place
    /// @param residual whether its input is added to its output; not of the lowest layer
    record StackLayer(SequenceEngine engine, SequenceCall call, boolean residual) {}

    /// Runs layers on top of each other, bit for bit as one after the other, without gradients.
    ///
    /// @param layers the one next to the input first
    /// @return for each layer its final state and, for the last one, its outputs
    static List<Results> runStack(List<StackLayer> layers) {
        return PlannedEngine.runStack(layers);
    }

    /// An engine that runs the step as it stands, once per timestep.
    static SequenceEngine eager() {
        return new EagerEngine();
    }
}
