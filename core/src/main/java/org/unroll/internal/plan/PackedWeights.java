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
final class PackedWeights {
    private static final class Entry {
        final Panel panel;
        final List<WeakReference<Tensor>> weights;
        final Object array;
        final int[] versions;

        Entry(Panel panel, List<Tensor> weights, Object array) {
            this.panel = panel;
            this.weights = weights.stream().map(WeakReference::new).toList();
            this.array = array;
            versions = new int[weights.size()];
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

    /// A packed matrix. If a weight was updated, it is packed again, into the same array.
    ///
    /// @param panel how it is put together, tensors being numbers of `weights`
    synchronized Object get(Kernels<Object> kernels, Panel panel, List<Tensor> weights) {
        List<Entry> known = entries.computeIfAbsent(weights.getFirst(), _ -> new ArrayList<>());
        for (Entry entry : known) {
            if (entry.isOf(panel, weights)) {
                if (!isCurrent(entry, weights)) {
                    pack(kernels, entry, weights);
                }
                return entry.array;
            }
        }
        int length = kernels.packedLength(panel.rows(), panel.columns());
        Entry entry = new Entry(panel, weights, kernels.allocate(length));
        pack(kernels, entry, weights);
        known.add(entry);
        return entry.array;
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
                        entry.array,
                        patch.column() * panel.rows());
            }
            return;
        }
        int width = panel.columns();
        Object whole = kernels.allocate(panel.rows() * width);
        for (Panel.Patch patch : panel.patches()) {
            copy(kernels, patch, weights.get(patch.tensor()), whole, width);
        }
        kernels.pack(panel.rows(), width, whole, 0, width, 1, entry.array, 0);
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
