package org.unroll.optim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.KernelChoice;
import org.unroll.internal.kernel.Kernels;
import org.unroll.internal.kernel.Parallel;
import org.unroll.internal.kernel.Updates;
import org.unroll.tensor.Clipping;
import org.unroll.tensor.DType;
import org.unroll.tensor.Gradients;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.SparseRows;
import org.unroll.tensor.StepMemory;
import org.unroll.tensor.Tensor;

/// What all optimizers share: the step count, the rate, and for each parameter some tensors of its
/// shape ("slots"). A subclass says how one parameter changes.
abstract class StatefulOptimizer implements Optimizer {
    private static final int GRAIN = 1 << 15; // fewer numbers are not worth another thread
    private static final String STEP = "step";
    private static final String RATE = "learningRate";

    /// A parameter and its slots, in the order of the slots' names.
    ///
    /// @param arrays those of the slots, which are written through them: nothing derives anything
    ///   from a slot
    private record Slotted(
            String name,
            Tensor parameter,
            List<Tensor> slots,
            List<Object> arrays,
            Kernels<Object> kernels) {}

    /// What there is to do for a parameter in one step, in arrays that have the same places.
    ///
    /// @param rows if only some of the parameter's rows are visited: where they come from
    /// @param start how many numbers the shares before it have
    private record Share(
            Kernels<Object> kernels,
            Object parameter,
            List<Object> slots,
            Object gradient,
            @Nullable PickedRows rows,
            long start,
            int size) {}

    private final List<String> slotNames;
    private final List<Slotted> entries = new ArrayList<>();
    private double learningRate;
    private long steps;

    /// @param initial the value that all slots start from
    StatefulOptimizer(
            Parameters parameters, double learningRate, double initial, List<String> slotNames) {
        this.slotNames = List.copyOf(slotNames);
        this.learningRate = Checks.notNegative("learningRate", learningRate);
        Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        parameters
                .asMap()
                .forEach((name, tensor) -> {
                    if (!tensor.type().isFloating()) {
                        throw new IllegalArgumentException(
                                "expected parameters of type float32 or float64 but %s is %s"
                                        .formatted(name, tensor.type()));
                    }
                    if (seen.add(tensor)) { // tied parameters change once
                        add(name, tensor, initial);
                    }
                });
    }

    private void add(String name, Tensor parameter, double initial) {
        List<Tensor> slots = new ArrayList<>();
        List<Object> arrays = new ArrayList<>();
        for (int i = 0; i < slotNames.size(); i++) {
            Tensor slot =
                    StepMemory.outside(
                            () -> Tensor.full(parameter.type(), initial, parameter.shape().dims()));
            slots.add(slot);
            arrays.add(slot.array());
        }
        entries.add(new Slotted(name, parameter, slots, arrays, kernels(parameter.type())));
    }

    @SuppressWarnings("unchecked") // an array's type and its tensor's always agree
    private static Kernels<Object> kernels(DType type) {
        Kernels<?> kernels =
                type == DType.FLOAT32 ? KernelChoice.float32() : KernelChoice.float64();
        return (Kernels<Object>) kernels;
    }

    /// Changes one parameter, in the place `[from, to)`. [#steps] counts the present step already.
    ///
    /// @param clip what is to be done to the gradient first
    /// @param slots the parameter's own arrays
    abstract <A> void update(
            Kernels<A> kernels,
            Updates.Clip clip,
            int from,
            int to,
            A parameter,
            A gradient,
            List<A> slots);

    /// Whether a number whose gradient is zero stays as it is, and so do its slots, in every step:
    /// then of a parameter whose gradient is zero but for some rows only these rows are visited.
    boolean restsOnZero() {
        return false;
    }

    /// One pass over all parameters, which are divided over the threads as if they were one: a bias
    /// of a hundred numbers costs no thread a task of its own.
    @Override
    public final void step(Gradients gradients) {
        // all gradients first: if one is not there, nothing has changed
        List<Share> shares = new ArrayList<>(entries.size());
        long start = 0;
        for (Slotted entry : entries) {
            Share share = share(entry, gradients.unclipped(entry.parameter()), start);
            shares.add(share);
            start += share.size();
        }
        long total = start;
        Clipping clipping = gradients.clipping();
        Updates.Clip clip = new Updates.Clip(clipping.limit(), clipping.factor());
        touch(); // before: who still wants the values of now keeps them, and frozen ones refuse
        steps++;
        try {
            int parts = parts(total);
            Parallel.parts(
                    parts,
                    part -> change(shares, clip, total * part / parts, total * (part + 1) / parts));
        } finally {
            touch(); // after: what was made of the values of before is stale
        }
    }

    private void touch() {
        entries.forEach(entry -> entry.parameter().updateInPlace(_ -> {}));
    }

    private Share share(Slotted entry, Tensor gradient, long start) {
        @Nullable SparseRows sparse = restsOnZero() ? SparseRows.of(gradient) : null;
        if (sparse == null) {
            return new Share(
                    entry.kernels(),
                    entry.parameter().array(),
                    entry.arrays(),
                    gradient.array(),
                    null,
                    start,
                    gradient.size());
        }
        List<Object> arrays = new ArrayList<>();
        arrays.add(entry.parameter().array());
        arrays.addAll(entry.arrays());
        PickedRows rows = new PickedRows(sparse, arrays);
        return new Share(
                entry.kernels(),
                rows.picked().getFirst(),
                rows.picked().subList(1, arrays.size()),
                sparse.rows().array(),
                rows,
                start,
                sparse.rows().size());
    }

    /// As many parts as threads, or many more than threads if there is work for them: then a thread
    /// that is held up leaves its share to the others.
    private static int parts(long total) {
        long most = Math.max(1, total / GRAIN);
        int threads = Parallel.threads();
        return (int) Math.min(most, most < 8L * threads ? threads : 8L * threads);
    }

    /// Changes what lies in `[from, to)` of all shares laid end to end.
    private void change(List<Share> shares, Updates.Clip clip, long from, long to) {
        for (Share share : shares) {
            int first = (int) Math.max(0, from - share.start());
            int last = (int) Math.min(share.size(), to - share.start());
            if (first < last) {
                if (share.rows() != null) {
                    share.rows().fetch(first, last);
                }
                update(
                        share.kernels(),
                        clip,
                        first,
                        last,
                        share.parameter(),
                        share.gradient(),
                        share.slots());
                if (share.rows() != null) {
                    share.rows().bringBack(first, last);
                }
            }
        }
    }

    @Override
    public final double learningRate() {
        return learningRate;
    }

    @Override
    public final void learningRate(double learningRate) {
        this.learningRate = Checks.notNegative("learningRate", learningRate);
    }

    @Override
    public final long steps() {
        return steps;
    }

    @Override
    public final Parameters state() {
        Map<String, Tensor> state = new LinkedHashMap<>();
        // float64 counts exactly, up to 2^53
        state.put(STEP, Tensor.scalar(DType.FLOAT64, steps));
        state.put(RATE, Tensor.scalar(DType.FLOAT64, learningRate));
        for (int slot = 0; slot < slotNames.size(); slot++) {
            for (Slotted entry : entries) {
                state.put(slotNames.get(slot) + "." + entry.name(), entry.slots().get(slot));
            }
        }
        return Parameters.of(state);
    }

    @Override
    public final void load(Map<String, Tensor> state) {
        Parameters own = state();
        Tensor step = state.get(STEP);
        Tensor rate = state.get(RATE);
        if (step != null && step.size() == 1) {
            Checks.count(STEP, step.item());
        }
        if (rate != null && rate.size() == 1) {
            Checks.notNegative(RATE, rate.item());
        }
        own.load(state);
        steps = (long) own.get(STEP).item();
        learningRate = own.get(RATE).item();
    }
}
