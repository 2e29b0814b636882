package org.unroll.testkit.steps;

import org.unroll.tensor.Tensor;

/// One of Tensor's methods as a part of a cell's step.
///
/// @param method the method, as `name(Parameter,Types)`
/// @param detail what sets it apart from the method's other cases
/// @param equation the operation, in a step
record StepCase(String method, String detail, Equation equation) {
    /// What a step has to work on. All have `rows` along axis 0.
    ///
    /// @param x the input, `[rows, 6]`
    /// @param h a state, `[rows, 6]`
    /// @param m a state, `[rows, 2, 3]`
    /// @param p the cell's parameters
    record Given(Tensor x, Tensor h, Tensor m, StepParameters p) {
        int rows() {
            return x.dim(0);
        }
    }

    /// From what a step has to a value `[rows, ...]`.
    interface Equation {
        Tensor of(Given given);
    }

    @Override
    public String toString() {
        return method + " " + detail;
    }
}
