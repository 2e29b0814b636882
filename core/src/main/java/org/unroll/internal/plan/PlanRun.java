package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.KernelChoice;
import org.unroll.internal.kernel.Kernels;
import org.unroll.internal.kernel.PackedProduct;
import org.unroll.internal.kernel.Parallel;
import org.unroll.internal.kernel.Start;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// One call of a plan: its forward run and, if it is asked for, its backward one.
final class PlanRun implements Autograd.CustomFunction {
    /// Rows that one thread takes of what is computed for all timesteps at once.
    private static final int ROWS = 64;

    /// Elementary operations below which one thread is faster than waking another.
    private static final long ALONE = 200_000;

    private final PlannedEngine.Planned planned;
    private final Plan plan;
    private final RecordedStep step;
    private final PackedWeights packed;
    private final SequenceSteps steps;
    private final Constants constants;
    private Kernels<Object> kernels = kernels(DType.FLOAT32);
    private final RowGroups groups;
    private final Transfer transfer;
    private @Nullable Workspace workspace;

    PlanRun(
            PlannedEngine.Planned planned,
            RecordedStep step,
            PackedWeights packed,
            SequenceSteps steps) {
        this.planned = planned;
        this.plan = planned.plan();
        this.step = step;
        this.packed = packed;
        this.steps = steps;
        this.constants = new Constants(step.nodes());
        this.groups = RowGroups.of(steps);
        this.transfer = new Transfer(groups, steps);
    }

    @SuppressWarnings("unchecked") // arrays and kernels of one type
    private static Kernels<Object> kernels(DType type) {
        Kernels<?> kernels =
                type == DType.FLOAT64 ? KernelChoice.float64() : KernelChoice.float32();
        return (Kernels<Object>) kernels;
    }

    // ---- forward ----

    @Override
    public List<Tensor> forward(List<Tensor> inputs) {
        Tensor input = inputs.getFirst();
        kernels = kernels(input.type());
        int rows = steps.rows();
        Workspace leased = lease(rows);
        Object[] arrays = leased.arrays;
        Program program = plan.forward;
        Shape shape = sequenceShape(plan.output.width());
        Object output = kernels.allocate(shape.size());
        List<Object> states = new ArrayList<>();
        for (Slot state : program.states) {
            states.add(kernels.allocate(rows * state.width()));
        }
        run(
                program,
                arrays,
                group -> {
                    gather(group, input, program.input, arrays);
                    for (int i = 0; i < program.states.size(); i++) {
                        load(group, inputs.get(1 + i), program.states.get(i), arrays);
                    }
                },
                group -> {
                    for (int t = 0; t < group.steps(); t++) {
                        timestep(program, group, t, arrays);
                    }
                },
                group -> {
                    transfer.scatter(group, plan.output, array(arrays, plan.output), output);
                    for (int i = 0; i < program.states.size(); i++) {
                        Slot state = program.states.get(i);
                        transfer.store(group, state, array(arrays, state), states.get(i));
                    }
                });
        if (plan.backward == null) {
            release(leased);
        } else {
            workspace = leased;
        }
        List<Tensor> results = new ArrayList<>();
        results.add(Tensor.wrap(output, shape));
        for (int i = 0; i < states.size(); i++) {
            results.add(Tensor.wrap(states.get(i), inputs.get(1 + i).shape()));
        }
        return results;
    }

    private Shape sequenceShape(int width) {
        int rows = steps.rows();
        int all = steps.steps();
        return steps.timeFirst() ? Shape.of(all, rows, width) : Shape.of(rows, all, width);
    }

    private static Object array(Object[] arrays, Slot slot) {
        return arrays[slot.buffer()];
    }

    /// A workspace with room for this call, its constants bound.
    private Workspace lease(int rows) {
        List<Buffers.Content> contents = plan.buffers.contents();
        @Nullable Workspace free = planned.free().poll();
        Workspace leased = free != null ? free : new Workspace(contents.size());
        leased.reserve(kernels, contents, groups.size, rows);
        for (int i = 0; i < contents.size(); i++) {
            switch (contents.get(i)) {
                case Buffers.Constant(int node) -> leased.arrays[i] = constants.get(node).array();
                case Buffers.Packed(int node, boolean transposed) ->
                        leased.arrays[i] = packed.get(kernels, constants.get(node), transposed);
                case Buffers.Computed _ -> {}
            }
        }
        return leased;
    }

    private void release(Workspace leased) {
        planned.free().add(leased);
    }

    private interface GroupStep {
        void run(RowGroups.Group group);
    }

    /// Runs a program. With as many groups as threads each thread takes its groups through all of
    /// it. With fewer, what is computed for all timesteps at once is divided by rows instead.
    private void run(
            Program program, Object[] arrays, GroupStep before, GroupStep loop, GroupStep after) {
        if (program.work() * groups.size < ALONE) {
            for (RowGroups.Group group : groups.groups) {
                whole(program, arrays, group, before, loop, after);
            }
        } else if (groups.groups.length >= Parallel.threads()) {
            eachGroup(group -> whole(program, arrays, group, before, loop, after));
        } else {
            eachGroup(before);
            overSequence(program.ahead, arrays);
            eachGroup(loop);
            overSequence(program.after, arrays);
            eachGroup(after);
        }
    }

    private void whole(
            Program program,
            Object[] arrays,
            RowGroups.Group group,
            GroupStep before,
            GroupStep loop,
            GroupStep after) {
        before.run(group);
        overRows(program.ahead, arrays, group.first(), group.size());
        loop.run(group);
        overRows(program.after, arrays, group.first(), group.size());
        after.run(group);
    }

    private void eachGroup(GroupStep step) {
        Parallel.ranges(
                groups.groups.length,
                (from, to) -> {
                    for (int g = from; g < to; g++) {
                        step.run(groups.groups[g]);
                    }
                });
    }

    private void overSequence(List<Instruction> code, Object[] arrays) {
        Parallel.ranges(groups.size, ROWS, (from, to) -> overRows(code, arrays, from, to - from));
    }

    private void overRows(List<Instruction> code, Object[] arrays, int from, int count) {
        if (!code.isEmpty() && count > 0) {
            Instruction.runAll(code, new Instruction.Rows(kernels, arrays, from, 0, count));
        }
    }

    private void timestep(Program program, RowGroups.Group group, int t, Object[] arrays) {
        Instruction.Rows at =
                new Instruction.Rows(
                        kernels, arrays, group.start()[t], group.batchStart(), group.active()[t]);
        Instruction.runAll(program.loop, at);
        Instruction.runAll(program.carry, at);
    }

    /// Where there is no tensor its values are zero.
    private void gather(RowGroups.Group group, @Nullable Tensor from, Slot to, Object[] arrays) {
        if (from != null) {
            transfer.gather(group, from.array(), to, array(arrays, to));
        } else {
            int start = to.offset(group.first(), 0);
            kernels.fill(array(arrays, to), start, start + group.size() * to.stride(), 0);
        }
    }

    private void load(RowGroups.Group group, @Nullable Tensor from, Slot to, Object[] arrays) {
        if (from != null) {
            transfer.load(group, from.array(), to, array(arrays, to));
        } else {
            int start = to.offset(0, group.batchStart());
            kernels.fill(array(arrays, to), start, start + group.rows() * to.stride(), 0);
        }
    }

    // ---- backward ----

    @Override
    public List<@Nullable Tensor> gradients(
            List<@Nullable Tensor> outputGradients, boolean[] needed) {
        Plan.Backward backward = Objects.requireNonNull(plan.backward);
        Workspace leased = Objects.requireNonNull(workspace);
        workspace = null;
        Object[] arrays = leased.arrays;
        Program program = backward.program();
        int rows = steps.rows();
        @Nullable Slot inputSlot = backward.inputGradient();
        @Nullable Object input =
                inputSlot == null
                        ? null
                        : kernels.allocate(sequenceShape(inputSlot.width()).size());
        List<Object> states = new ArrayList<>();
        for (Slot state : program.states) {
            states.add(kernels.allocate(rows * state.width()));
        }
        run(
                program,
                arrays,
                group -> {
                    gather(group, outputGradients.getFirst(), program.input, arrays);
                    for (int i = 0; i < program.states.size(); i++) {
                        load(group, outputGradients.get(1 + i), program.states.get(i), arrays);
                    }
                },
                group -> {
                    for (int t = group.steps() - 1; t >= 0; t--) {
                        timestep(program, group, t, arrays);
                    }
                },
                group -> {
                    if (inputSlot != null && input != null) {
                        transfer.scatter(group, inputSlot, array(arrays, inputSlot), input);
                    }
                    for (int i = 0; i < program.states.size(); i++) {
                        Slot state = program.states.get(i);
                        transfer.store(group, state, array(arrays, state), states.get(i));
                    }
                });
        List<@Nullable Tensor> gradients = new ArrayList<>();
        gradients.add(
                inputSlot == null || input == null
                        ? null
                        : Tensor.wrap(input, sequenceShape(inputSlot.width())));
        for (int i = 0; i < states.size(); i++) {
            Shape shape = step.nodes().get(step.states()[i]).tensor().shape().with(0, rows);
            gradients.add(needed[1 + i] ? Tensor.wrap(states.get(i), shape) : null);
        }
        reduce(backward, arrays);
        for (int node : step.capturedGradients()) {
            gradients.add(node < 0 ? null : constants.get(node));
        }
        release(leased);
        return gradients;
    }

    private void reduce(Plan.Backward backward, Object[] arrays) {
        Map<Value, Object> done = new HashMap<>();
        backward.reductions()
                .forEach((node, value) -> {
                    Shape shape = step.nodes().get(node).tensor().shape();
                    Value whole =
                            value.rule instanceof Value.PartOf ? value.inputs.getFirst() : value;
                    Object sums = done.computeIfAbsent(whole, v -> reduced(v, backward, arrays));
                    constants.put(
                            node,
                            switch (value.rule) {
                                case Value.PartOf part -> part(part, sums, whole.width, shape);
                                case Value.ReduceRows _ when shape.size() != value.width ->
                                        Tensor.wrap(sums, Shape.of(value.width))
                                                .sum()
                                                .reshaped(shape.dims());
                                default -> Tensor.wrap(sums, shape);
                            });
                });
    }

    private Tensor part(Value.PartOf part, Object whole, int width, Shape shape) {
        Object copy = kernels.allocate(shape.size());
        kernels.copy(
                part.rows(),
                part.columns(),
                whole,
                part.row() * width + part.column(),
                width,
                copy,
                0,
                part.columns());
        return Tensor.wrap(copy, shape);
    }

    private Object reduced(Value value, Plan.Backward backward, Object[] arrays) {
        Slot a = Objects.requireNonNull(backward.slots().get(value.inputs.getFirst()));
        Object left = arrays[a.buffer()];
        if (value.rule instanceof Value.ReduceRows) {
            Object sums = kernels.allocate(a.width());
            kernels.columnSum(
                    groups.size, a.width(), left, a.column(), a.stride(), sums, 0, Start.ZERO);
            return sums;
        }
        Slot b = Objects.requireNonNull(backward.slots().get(value.inputs.get(1)));
        Object product = kernels.allocate(a.width() * b.width());
        PackedProduct.multiply(
                kernels,
                a.width(),
                b.width(),
                groups.size,
                left,
                a.column(),
                1,
                a.stride(),
                arrays[b.buffer()],
                b.column(),
                b.stride(),
                1,
                product,
                0,
                b.width());
        return product;
    }
}
