package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.KernelChoice;
import org.unroll.internal.kernel.Kernels;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// One call of a plan: its forward run and, if it is asked for, its backward one.
final class PlanRun implements Autograd.CustomFunction {
    private final Workspaces free;
    private final Plan plan;
    private final RecordedStep step;
    private final PackedWeights packed;
    private final SequenceSteps steps;
    private final Constants constants;
    private @Nullable Batch batch;
    private @Nullable ForwardRun forward;

    PlanRun(
            PlannedEngine.Planned planned,
            RecordedStep step,
            PackedWeights packed,
            SequenceSteps steps) {
        this.free = planned.free();
        this.plan = planned.plan();
        this.step = step;
        this.packed = packed;
        this.steps = steps;
        this.constants = new Constants(step.nodes());
    }

    @SuppressWarnings("unchecked") // arrays and kernels of one type
    private static Kernels<Object> kernels(DType type) {
        Kernels<?> kernels =
                type == DType.FLOAT64 ? KernelChoice.float64() : KernelChoice.float32();
        return (Kernels<Object>) kernels;
    }

    @Override
    public List<Tensor> forward(List<Tensor> inputs) {
        Tensor input = inputs.getFirst();
        List<Slot> slots = plan.forward.states;
        List<Tensor> initial = inputs.subList(1, 1 + slots.size());
        Batch batch = batch(input);
        ForwardRun.Kept kept =
                plan.backward == null ? ForwardRun.Kept.NOTHING : ForwardRun.Kept.ACTIVATIONS;
        ForwardRun run = new ForwardRun(batch, plan, input, kept);
        Shape shape = batch.sequenceShape(plan.output.width());
        Object output = batch.kernels.allocate(shape.size());
        List<Object> states = batch.allocate(slots);
        run.run(initial, output, states);
        if (plan.backward != null) {
            this.batch = batch;
            forward = run;
        }
        List<Tensor> results = new ArrayList<>();
        results.add(Tensor.wrap(output, shape));
        for (int i = 0; i < states.size(); i++) {
            results.add(Tensor.wrap(states.get(i), initial.get(i).shape()));
        }
        return results;
    }

    private Batch batch(Tensor input) {
        Kernels<Object> kernels = kernels(input.type());
        RowGroups groups = RowGroups.of(steps);
        Transfer transfer = new Transfer(groups, steps);
        List<Buffers.Content> contents = plan.buffers.contents();
        Batch batch = new Batch(kernels, groups, transfer, free, contents, bind(kernels));
        for (RowGroups.Group group : groups.groups) {
            int segment = Math.max(1, group.steps());
            int block = plan.blockRows(input.type());
            batch.runs.add(new GroupRun(group, Segment.of(groups, group, segment, block)));
        }
        return batch;
    }

    /// Constants and packed weights by buffer.
    private @Nullable Object[] bind(Kernels<Object> kernels) {
        List<Buffers.Content> contents = plan.buffers.contents();
        @Nullable Object[] arrays = new @Nullable Object[contents.size()];
        for (int i = 0; i < arrays.length; i++) {
            arrays[i] =
                    switch (contents.get(i)) {
                        case Buffers.Constant(int node) -> constants.get(node).array();
                        case Buffers.Packed(int node, boolean transposed) ->
                                packed.get(kernels, constants.get(node), transposed);
                        case Buffers.Computed _ -> null;
                    };
        }
        return arrays;
    }

    @Override
    public List<@Nullable Tensor> gradients(
            List<@Nullable Tensor> outputGradients, boolean[] needed) {
        Plan.Backward backward = Objects.requireNonNull(plan.backward);
        Batch batch = Objects.requireNonNull(this.batch);
        BackwardRun run = new BackwardRun(batch, backward, Objects.requireNonNull(forward));
        this.batch = null;
        forward = null;
        List<Slot> slots = backward.program().states;
        List<Object> states = batch.allocate(slots);
        @Nullable Tensor input = null;
        @Nullable Slot inputSlot = backward.inputGradient();
        if (inputSlot != null) {
            Shape shape = batch.sequenceShape(inputSlot.width());
            input = Tensor.wrap(batch.kernels.allocate(shape.size()), shape);
        }
        Reductions sums =
                run.run(
                        outputGradients.getFirst(),
                        outputGradients.subList(1, 1 + slots.size()),
                        input == null ? null : input.array(),
                        states);
        List<@Nullable Tensor> gradients = new ArrayList<>();
        gradients.add(input);
        for (int i = 0; i < states.size(); i++) {
            Shape shape = step.nodes().get(step.states()[i]).tensor().shape();
            int rows = steps.rows();
            gradients.add(needed[1 + i] ? Tensor.wrap(states.get(i), shape.with(0, rows)) : null);
        }
        sums.store(step, constants);
        for (int node : step.capturedGradients()) {
            gradients.add(node < 0 ? null : constants.get(node));
        }
        return gradients;
    }
}
