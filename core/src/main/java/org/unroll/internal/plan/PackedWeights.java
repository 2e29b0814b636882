package org.unroll.internal.plan;

import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Kernels;
import org.unroll.tensor.Tensor;

/// Weight matrices in the order in which the kernels read them: packed once per version of a
/// weight, not once per step of a sequence or of a live session.
final class PackedWeights {
    private static final class Entry {
        final @Nullable Object[] arrays = new Object[2]; // as it is, and transposed
        final int[] versions = new int[2];
    }

    private final Map<Tensor, Entry> entries = new WeakHashMap<>(); // tensors compare by identity

    /// The packed matrix, transposed first if so. A weight that was updated is packed again, into
    /// the same array.
    synchronized Object get(Kernels<Object> kernels, Tensor weight, boolean transposed) {
        Entry entry = entries.computeIfAbsent(weight, _ -> new Entry());
        int form = transposed ? 1 : 0;
        @Nullable Object packed = entry.arrays[form];
        if (packed != null && entry.versions[form] == weight.version()) {
            return packed;
        }
        int k = weight.dim(transposed ? 1 : 0);
        int n = weight.dim(transposed ? 0 : 1);
        if (packed == null) {
            packed = kernels.allocate(kernels.packedLength(k, n));
            entry.arrays[form] = packed;
        }
        entry.versions[form] = weight.version();
        kernels.pack(k, n, weight.array(), 0, transposed ? 1 : n, transposed ? k : 1, packed, 0);
        return packed;
    }
}
