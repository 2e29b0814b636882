package org.unroll.testkit.operations;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.unroll.tensor.Tensor;

/// An operation on tensors of some shapes.
///
/// @param method the method of Tensor that it tests, as `name(Parameter,Types)`
/// @param detail what sets it apart from the method's other cases
/// @param inputs float64 tensors to differentiate by
/// @param function the operation; of any floating type
record OperationCase(
        String method,
        String detail,
        List<Tensor> inputs,
        Function<List<Tensor>, Tensor> function) {

    /// With each input's shape as the detail.
    static OperationCase of(
            String method, Function<List<Tensor>, Tensor> function, Tensor... inputs) {
        List<Tensor> list = Arrays.asList(inputs);
        return new OperationCase(
                method, list.stream().map(Tensor::shape).toList().toString(), list, function);
    }

    /// The same with more said.
    OperationCase with(String more) {
        return new OperationCase(method, more + " " + detail, inputs, function);
    }

    @Override
    public String toString() {
        return method + " " + detail;
    }
}
