package org.unroll.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.unroll.tensor.Tensor;

/// Copies of tensors that are written in place.
final class Copies {
    private Copies() {}

    static Map<String, Tensor> of(Map<String, Tensor> tensors) {
        Map<String, Tensor> copies = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> copies.put(name, of(tensor)));
        return copies;
    }

    private static Tensor of(Tensor tensor) {
        return Tensor.wrap(
                switch (tensor.type()) {
                    case FLOAT32 -> tensor.toFloats();
                    case FLOAT64 -> tensor.toDoubles();
                    case INT32 -> tensor.toInts();
                },
                tensor.shape());
    }
}
