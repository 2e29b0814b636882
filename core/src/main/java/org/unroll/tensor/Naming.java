package org.unroll.tensor;

import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// Tells of the tensors that get a name ([Tensor#named]) while something runs: for whoever runs a
/// recurrent network's step and was asked for what goes on in it.
public final class Naming {
    private static final ScopedValue<BiConsumer<String, Tensor>> LISTENER =
            ScopedValue.newInstance();

    private Naming() {}

    /// Runs something and hands on each name with its tensor.
    public static <T> T listened(BiConsumer<String, Tensor> listener, Supplier<T> body) {
        return ScopedValue.where(LISTENER, listener).call(body::get);
    }

    static void tell(String name, Tensor tensor) {
        if (LISTENER.isBound()) {
            LISTENER.get().accept(name, tensor);
        }
    }
}
