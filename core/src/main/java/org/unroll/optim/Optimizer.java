package org.unroll.optim;

import java.util.Map;
import org.unroll.tensor.Gradients;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// Changes parameters by their gradients, step by step.
///
/// A parameter that the loss does not depend on has a gradient of zeros here: weight decay and
/// momentum still move it, where PyTorch would pass it over. A parameter that stands under two
/// names is changed once per step.
///
/// For use by one thread at a time.
public interface Optimizer {

    /// Changes each parameter once, in place.
    ///
    /// @throws IllegalArgumentException if the gradients are not by these parameters
    void step(Gradients gradients);

    /// The learning rate of the next step.
    double learningRate();

    /// Sets the learning rate of the next steps; what a [Schedule] gives goes here.
    ///
    /// @param learningRate at least 0, finite
    void learningRate(double learningRate);

    /// How many steps were made.
    long steps();

    /// Everything that the next step depends on besides parameters, gradients and options: `step`
    /// and `learningRate` (scalars), and for each parameter its own tensors, such as
    /// `firstMoment.0.weight`. The parameters' tensors are the optimizer's own and change with the
    /// next step.
    Parameters state();

    /// Goes on from a state that an optimizer with the same options gave for the same parameters.
    ///
    /// @throws IllegalArgumentException if a tensor is missing, unknown, or of another shape or
    ///   type; then nothing has changed
    void load(Map<String, Tensor> state);
}
