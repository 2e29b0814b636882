package org.unroll.internal.kernel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/// A static method that the JIT compiler never inlines into its caller, so that it is compiled by
/// itself: the compiler sees through a method handle only where that is a constant.
final class Apart {
    private MethodHandle handle; // not final: it is to be no constant

    private Apart(MethodHandle handle) {
        this.handle = handle;
    }

    /// @param lookup that of the class that declares the method
    static Apart of(MethodHandles.Lookup lookup, String name, MethodType type) {
        try {
            return new Apart(lookup.findStatic(lookup.lookupClass(), name, type));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("no " + name + type, e);
        }
    }

    /// To be called by `invokeExact`.
    MethodHandle handle() {
        return handle;
    }

    /// What a call threw; the methods declare no checked exception.
    static RuntimeException unchecked(Throwable thrown) {
        if (thrown instanceof Error error) {
            throw error;
        }
        return thrown instanceof RuntimeException exception
                ? exception
                : new IllegalStateException(thrown);
    }
}
