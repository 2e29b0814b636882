package org.unroll.internal.plan;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.unroll.internal.kernel.Kernels;
import org.unroll.tensor.Tensor;

/// Weight matrices in the order in which the kernels read them: packed once per version of a
/// weight, not once per step of a sequence or of a live session.
///
/// What a call finds to be packed anew is packed at once, divided over the threads ([Packing]).
///
/// Calls say when they no longer read a matrix. While any does, a weight that was updated is packed
/// into a new array, so that every call reads one version throughout; else into the same one. A
/// call that fails says so too. One that never does, because nobody asked for its gradients, costs
/// that new array once, and no more: the old one is garbage then.
final class PackedWeights {
    /// A packed matrix, and how many calls read it.
    static final class Packed {
        final Object array;
        private int readers;

        private Packed(Object array) {
            this.array = array;
        }
    }

    /// A matrix that a call reads.
    ///
    /// @param panel how it is put together, tensors being numbers of `weights`
    record Wanted(Kernels<Object> kernels, Panel panel, List<Tensor> weights) {}

    private static final class Entry {
        private static final int NEVER = -1;

        final Panel panel;
        final List<WeakReference<Tensor>> weights;
        int[] versions;
        Packed packed;

        Entry(Wanted wanted) {
            panel = wanted.panel;
            weights = wanted.weights.stream().map(WeakReference::new).toList();
            packed = allocate(wanted);
            versions = new int[weights.size()];
            Arrays.fill(versions, NEVER);
        }

        boolean isDead() {
            return weights.stream().anyMatch(weight -> weight.refersTo(null));
        }

        boolean isOf(Wanted wanted) {
            if (!panel.equals(wanted.panel)) {
                return false;
            }
            for (int i = 0; i < versions.length; i++) {
                if (!weights.get(i).refersTo(wanted.weights.get(i))) {
                    return false;
                }
            }
            return true;
        }

        boolean isCurrent(List<Tensor> now) {
            return Arrays.equals(versions, versions(now));
        }

        private static int[] versions(List<Tensor> weights) {
            return weights.stream().mapToInt(Tensor::version).toArray();
        }

        private static Packed allocate(Wanted wanted) {
            Panel panel = wanted.panel;
            Kernels<Object> kernels = wanted.kernels;
            return new Packed(
                    kernels.allocate(kernels.packedLength(panel.rows(), panel.columns())));
        }
    }

    /// By the first weight; tensors compare by identity.
    private final Map<Tensor, List<Entry>> entries = new WeakHashMap<>();

    /// Packed matrices of the weights as they are now, in the order of what is wanted. To be given
    /// back with [#release].
    synchronized List<Packed> lease(List<Wanted> matrices) {
        List<Entry> found = matrices.stream().map(this::entry).toList();
        IdentityHashMap<Entry, int[]> versions = new IdentityHashMap<>();
        Packing stale = new Packing();
        for (int i = 0; i < found.size(); i++) {
            Entry entry = found.get(i);
            Wanted wanted = matrices.get(i);
            if (!entry.isCurrent(wanted.weights) && !versions.containsKey(entry)) {
                if (entry.packed.readers > 0) {
                    entry.packed = Entry.allocate(wanted);
                }
                versions.put(entry, Entry.versions(wanted.weights));
                stale.add(wanted, entry.packed.array);
            }
        }
        stale.run();
        versions.forEach((entry, now) -> entry.versions = now);
        found.forEach(entry -> entry.packed.readers++);
        return found.stream().map(entry -> entry.packed).toList();
    }

    /// Says that a call reads these no longer.
    synchronized void release(List<Packed> matrices) {
        matrices.forEach(packed -> packed.readers--);
    }

    /// How many calls read these matrices, a call counted for each matrix.
    synchronized int readers() {
        return entries.values().stream()
                .flatMap(List::stream)
                .mapToInt(entry -> entry.packed.readers)
                .sum();
    }

    private Entry entry(Wanted wanted) {
        List<Entry> known =
                entries.computeIfAbsent(wanted.weights.getFirst(), _ -> new ArrayList<>());
        for (Entry entry : known) {
            if (entry.isOf(wanted)) {
                return entry;
            }
        }
        known.removeIf(Entry::isDead);
        Entry entry = new Entry(wanted);
        known.add(entry);
        return entry;
    }
}
