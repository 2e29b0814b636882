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

    private final PlannedEngine.Planned planned;
    private final Plan plan;
    private final RecordedStep step;
    private final PackedWeights packed;
    private final boolean timeFirst;
    private final int @Nullable [] lengths;
    private final Constants constants;
    private Kernels<Object> kernels = kernels(DType.FLOAT32);
    private DType type = DType.FLOAT32;
    private RowGroups groups = RowGroups.of(0, 0, null);
    private @Nullable Workspace workspace;
    private int rows;
    private int steps;

    PlanRun(
            PlannedEngine.Planned planned,
            RecordedStep step,
            PackedWeights packed,
            boolean timeFirst,
            int @Nullable [] lengths) {
        this.planned = planned;
        this.plan = planned.plan();
        this.step = step;
        this.packed = packed;
        this.timeFirst = timeFirst;
        this.lengths = lengths;
        this.constants = new Constants(step.nodes());
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
        type = input.type();
        kernels = kernels(type);
        rows = input.dim(timeFirst ? 1 : 0);
        steps = input.dim(timeFirst ? 0 : 1);
        groups = RowGroups.of(rows, steps, lengths);
        Workspace leased = lease();
        Program program = plan.forward;
        gather(input, program.input, leased);
        for (int i = 0; i < plan.stateCount; i++) {
            loadState(inputs.get(1 + i).array(), program.states.get(i), leased);
        }
        overSequence(program.ahead, leased);
        eachGroup(
                leased,
                (group, arrays) -> {
                    for (int t = 0; t < group.steps(); t++) {
                        timestep(program, group, t, arrays);
                    }
                });
        overSequence(program.after, leased);
        List<Tensor> results = new ArrayList<>();
        results.add(scatter(plan.output, leased));
        for (int i = 0; i < plan.stateCount; i++) {
            results.add(storeState(program.states.get(i), inputs.get(1 + i).shape(), leased));
        }
        if (plan.backward == null) {
            release(leased);
        } else {
            workspace = leased;
        }
        return results;
    }

    /// A workspace with room for this call, its constants bound.
    private Workspace lease() {
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

    private void timestep(Program program, RowGroups.Group group, int t, Object[] arrays) {
        Instruction.Rows at =
                new Instruction.Rows(
                        kernels, arrays, group.start()[t], group.batchStart(), group.active()[t]);
        Instruction.runAll(program.loop, at);
        Instruction.runAll(program.carry, at);
    }

    /// Runs what does not wait for the state, on all timesteps of all rows.
    private void overSequence(List<Instruction> code, Workspace leased) {
        if (!code.isEmpty()) {
            Parallel.ranges(
                    groups.size,
                    ROWS,
                    (from, to) ->
                            Instruction.runAll(
                                    code,
                                    new Instruction.Rows(
                                            kernels, leased.arrays, from, 0, to - from)));
        }
    }

    private interface GroupBody {
        void run(RowGroups.Group group, Object[] arrays);
    }

    private void eachGroup(Workspace leased, GroupBody body) {
        Parallel.ranges(
                groups.groups.length,
                1,
                (from, to) -> {
                    for (int g = from; g < to; g++) {
                        body.run(groups.groups[g], leased.arrays);
                    }
                });
    }

    // ---- backward ----

    @Override
    public List<@Nullable Tensor> gradients(
            List<@Nullable Tensor> outputGradients, boolean[] needed) {
        Plan.Backward backward = Objects.requireNonNull(plan.backward);
        Workspace leased = Objects.requireNonNull(workspace);
        workspace = null;
        Program program = backward.program();
        @Nullable Tensor outputGradient = outputGradients.getFirst();
        if (outputGradient != null) {
            gather(outputGradient, program.input, leased);
        } else {
            Object array = leased.arrays[program.input.buffer()];
            kernels.fill(array, 0, groups.size * program.input.stride(), 0);
        }
        for (int i = 0; i < plan.stateCount; i++) {
            @Nullable Tensor gradient = outputGradients.get(1 + i);
            Slot slot = program.states.get(i);
            if (gradient != null) {
                loadState(gradient.array(), slot, leased);
            } else {
                kernels.fill(leased.arrays[slot.buffer()], 0, rows * slot.stride(), 0);
            }
        }
        overSequence(program.ahead, leased);
        eachGroup(
                leased,
                (group, arrays) -> {
                    for (int t = group.steps() - 1; t >= 0; t--) {
                        timestep(program, group, t, arrays);
                    }
                });
        overSequence(program.after, leased);
        List<@Nullable Tensor> gradients = new ArrayList<>();
        @Nullable Slot inputGradient = backward.inputGradient();
        gradients.add(inputGradient == null ? null : scatter(inputGradient, leased));
        for (int i = 0; i < plan.stateCount; i++) {
            Shape shape = step.nodes().get(step.states()[i]).tensor().shape().with(0, rows);
            gradients.add(needed[1 + i] ? storeState(program.states.get(i), shape, leased) : null);
        }
        reduce(backward, leased);
        for (int node : step.capturedGradients()) {
            gradients.add(node < 0 ? null : constants.get(node));
        }
        release(leased);
        return gradients;
    }

    private void reduce(Plan.Backward backward, Workspace leased) {
        Map<Value, Object> done = new HashMap<>();
        backward.reductions()
                .forEach((node, value) -> {
                    Object sums = done.computeIfAbsent(value, v -> reduced(v, backward, leased));
                    Shape shape = step.nodes().get(node).tensor().shape();
                    constants.put(node, inShape(sums, value, shape));
                });
    }

    private Tensor inShape(Object sums, Value value, Shape shape) {
        if (value.rule instanceof Value.ReduceProduct || shape.size() == value.width) {
            return Tensor.wrap(sums, shape);
        }
        return Tensor.wrap(sums, Shape.of(value.width)).sum().reshaped(shape.dims());
    }

    private Object reduced(Value value, Plan.Backward backward, Workspace leased) {
        Slot a = Objects.requireNonNull(backward.slots().get(value.inputs.getFirst()));
        Object left = leased.arrays[a.buffer()];
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
                leased.arrays[b.buffer()],
                b.column(),
                b.stride(),
                1,
                product,
                0,
                b.width());
        return product;
    }

    // ---- between tensors and buffers ----

    /// The element at which a row's timestep begins in a tensor of the input's layout.
    private int at(int row, int t, int width) {
        return (timeFirst ? t * rows + row : row * steps + t) * width;
    }

    private void gather(Tensor from, Slot to, Workspace leased) {
        int width = to.width();
        eachGroup(
                leased,
                (group, arrays) -> {
                    for (int t = 0; t < group.steps(); t++) {
                        for (int i = 0; i < group.active()[t]; i++) {
                            int row = groups.order[group.batchStart() + i];
                            System.arraycopy(
                                    from.array(),
                                    at(row, t, width),
                                    arrays[to.buffer()],
                                    to.offset(group.start()[t] + i, 0),
                                    width);
                        }
                    }
                });
    }

    /// Zero where a row has ended.
    private Tensor scatter(Slot from, Workspace leased) {
        int width = from.width();
        Shape shape = timeFirst ? Shape.of(steps, rows, width) : Shape.of(rows, steps, width);
        Object out = kernels.allocate(shape.size());
        eachGroup(
                leased,
                (group, arrays) -> {
                    for (int t = 0; t < group.steps(); t++) {
                        for (int i = 0; i < group.active()[t]; i++) {
                            int row = groups.order[group.batchStart() + i];
                            System.arraycopy(
                                    arrays[from.buffer()],
                                    from.offset(group.start()[t] + i, group.batchStart() + i),
                                    out,
                                    at(row, t, width),
                                    width);
                        }
                    }
                });
        return Tensor.wrap(out, shape);
    }

    private void loadState(Object from, Slot to, Workspace leased) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(
                    from,
                    groups.order[i] * to.width(),
                    leased.arrays[to.buffer()],
                    to.offset(0, i),
                    to.width());
        }
    }

    private Tensor storeState(Slot from, Shape shape, Workspace leased) {
        Object out = kernels.allocate(shape.size());
        for (int i = 0; i < rows; i++) {
            System.arraycopy(
                    leased.arrays[from.buffer()],
                    from.offset(0, i),
                    out,
                    groups.order[i] * from.width(),
                    from.width());
        }
        return Tensor.wrap(out, shape);
    }
}
