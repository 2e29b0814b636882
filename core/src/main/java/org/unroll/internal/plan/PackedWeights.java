package org.unroll.internal.plan;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.unroll.internal.kernel.Kernels;
import org.unroll.tensor.Tensor;

/// Weight matrices in the order in which the kernels read them: packed once per version of a
/// weight, not once per step of a sequence or of a live session.
///
/// Calls say when they no longer read a matrix. While any does, a weight that was updated is packed
/// into a new array, so that every call reads one version throughout; else into the same one.
final class PackedWeights {
    /// A packed matrix, and how many calls read it.
    static final class Packed {
        final Object array;
        private int readers;

        private Packed(Object array) {
            this.array = array;
        }
    }

    private static final class Entry {
        final Panel panel;
        final List<WeakReference<Tensor>> weights;
        final int[] versions;
        Packed packed;

        Entry(Panel panel, List<Tensor> weights, Packed packed) {
            this.panel = panel;
            this.weights = weights.stream().map(WeakReference::new).toList();
            this.packed = packed;
            versions = new int[weights.size()];
        }

        boolean isDead() {
            return weights.stream().anyMatch(weight -> weight.refersTo(null));
        }

        boolean isOf(Panel wanted, List<Tensor> tensors) {
            if (!panel.equals(wanted)) {
                return false;
            }
            for (int i = 0; i < versions.length; i++) {
                if (!weights.get(i).refersTo(tensors.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    /// By the first weight; tensors compare by identity.
    private final Map<Tensor, List<Entry>> entries = new WeakHashMap<>();

    /// A packed matrix of the weights as they are now. To be given back with [#release].
    ///
    /// @param panel how it is put together, tensors being numbers of `weights`
    synchronized Packed lease(Kernels<Object> kernels, Panel panel, List<Tensor> weights) {
        Packed packed = current(kernels, panel, weights);
        packed.readers++;
        return packed;
    }

    /// Says that a call reads these no longer.
    synchronized void release(List<Packed> matrices) {
        matrices.forEach(packed -> packed.readers--);
    }

    private Packed current(Kernels<Object> kernels, Panel panel, List<Tensor> weights) {
        List<Entry> known = entries.computeIfAbsent(weights.getFirst(), _ -> new ArrayList<>());
        for (Entry entry : known) {
            if (entry.isOf(panel, weights)) {
                if (!isCurrent(entry, weights)) {
                    if (entry.packed.readers > 0) {
                        entry.packed = allocate(kernels, panel);
                    }
                    pack(kernels, entry, weights);
                }
                return entry.packed;
            }
        }
        known.removeIf(Entry::isDead);
        Entry entry = new Entry(panel, weights, allocate(kernels, panel));
        pack(kernels, entry, weights);
        known.add(entry);
        return entry.packed;
    }

    private static Packed allocate(Kernels<Object> kernels, Panel panel) {
        return new Packed(kernels.allocate(kernels.packedLength(panel.rows(), panel.columns())));
    }

    private static boolean isCurrent(Entry entry, List<Tensor> weights) {
        for (int i = 0; i < entry.versions.length; i++) {
            if (entry.versions[i] != weights.get(i).version()) {
                return false;
            }
        }
        return true;
    }

    private static void pack(Kernels<Object> kernels, Entry entry, List<Tensor> weights) {
        for (int i = 0; i < entry.versions.length; i++) {
            entry.versions[i] = weights.get(i).version();
        }
        Panel panel = entry.panel;
        if (isSideBySide(panel, kernels.panelColumns())) {
            for (Panel.Patch patch : panel.patches()) {
                Tensor weight = weights.get(patch.tensor());
                int width = weight.dim(1);
                kernels.pack(
                        patch.rows(),
                        patch.columns(),
                        weight.array(),
                        offset(patch, width),
                        patch.transposed() ? 1 : width,
                        patch.transposed() ? width : 1,
                        entry.packed.array,
                        patch.column() * panel.rows());
            }
            return;
        }
        int width = panel.columns();
        Object whole = kernels.allocate(panel.rows() * width);
        for (Panel.Patch patch : panel.patches()) {
            copy(kernels, patch, weights.get(patch.tensor()), whole, width);
        }
        kernels.pack(panel.rows(), width, whole, 0, width, 1, entry.packed.array, 0);
    }

    /// Whether each patch has panels of the kernel's own, so that it can be packed by itself.
    private static boolean isSideBySide(Panel panel, int unit) {
        return panel.patches().stream()
                .allMatch(patch -> patch.rows() == panel.rows() && patch.column() % unit == 0);
    }

    private static int offset(Panel.Patch patch, int width) {
        return patch.transposed()
                ? patch.fromColumn() * width + patch.fromRow()
                : patch.fromRow() * width + patch.fromColumn();
    }

    private static void copy(
            Kernels<Object> kernels, Panel.Patch patch, Tensor from, Object to, int width) {
        int at = patch.row() * width + patch.column();
        int stride = from.dim(1);
        Object array = from.array();
        int offset = offset(patch, stride);
        if (patch.transposed()) {
            kernels.transpose(patch.columns(), patch.rows(), array, offset, stride, to, at, width);
        } else {
            kernels.copy(patch.rows(), patch.columns(), array, offset, stride, to, at, width);
        }
    }
}
