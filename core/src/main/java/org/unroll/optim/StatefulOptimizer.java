package org.unroll.optim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.unroll.internal.kernel.KernelChoice;
import org.unroll.internal.kernel.Kernels;
import org.unroll.internal.kernel.Parallel;
import org.unroll.tensor.DType;
import org.unroll.tensor.Gradients;
import org.unroll.tensor.Parameters;
import org.unroll.tensor.Tensor;

/// What all optimizers share: the step count, the rate, and for each parameter some tensors of its
/// shape ("slots"). A subclass says how one parameter changes.
abstract class StatefulOptimizer implements Optimizer {
    private static final int GRAIN = 1 << 15; // fewer numbers are not worth another thread
    private static final String STEP = "step";
    private static final String RATE = "learningRate";

    /// A parameter and its slots, in the order of the slots' names.
    private record Slotted(String name, Tensor parameter, List<Tensor> slots) {}

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
                        List<Tensor> slots =
                                slotNames.stream()
                                        .map(slot ->
                                                Tensor.full(
                                                        tensor.type(),
                                                        initial,
                                                        tensor.shape().dims()))
                                        .toList();
                        entries.add(new Slotted(name, tensor, slots));
                    }
                });
    }

    /// Changes one parameter, in the place `[from, to)`. [#steps] counts the present step already.
    ///
    /// @param slots the parameter's own arrays
    abstract <A> void update(
            Kernels<A> kernels, int from, int to, A parameter, A gradient, List<A> slots);

    @Override
    public final void step(Gradients gradients) {
        // all gradients first: if one is not there, nothing has changed
        List<Tensor> found =
                entries.stream().map(entry -> gradients.of(entry.parameter())).toList();
        steps++;
        for (int i = 0; i < found.size(); i++) {
            change(entries.get(i), found.get(i));
        }
    }

    private void change(Slotted entry, Tensor gradient) {
        if (entry.parameter().type() == DType.FLOAT32) {
            change(KernelChoice.float32(), float[].class, entry, gradient);
        } else {
            change(KernelChoice.float64(), double[].class, entry, gradient);
        }
    }

    private <A> void change(Kernels<A> kernels, Class<A> array, Slotted entry, Tensor gradient) {
        // slots are written through their shared array: nothing derives anything from them
        List<A> slots = entry.slots().stream().map(slot -> array.cast(slot.array())).toList();
        A by = array.cast(gradient.array());
        entry.parameter()
                .updateInPlace(values -> {
                    A parameter = array.cast(values);
                    Parallel.ranges(
                            gradient.size(),
                            GRAIN,
                            (from, to) -> update(kernels, from, to, parameter, by, slots));
                });
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
