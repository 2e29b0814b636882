package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Binary;
import org.unroll.internal.kernel.Kernels;
import org.unroll.internal.kernel.Parallel;
import org.unroll.tensor.Shape;
import org.unroll.tensor.Tensor;

/// Layers on top of each other, without gradients: each block of a group's timesteps goes through
/// all layers before the next one begins. So what a layer hands to the one above stays in a cache
/// and in the group's order, no whole sequence of it is ever made, and threads meet once instead of
/// once per layer. The bits are those of one layer after the other: blocks do not change them.
final class StackRun {
    /// A layer to run.
    ///
    /// @param residual whether its input is added to its output; not of the lowest layer
    record Part(PlannedEngine.Ready call, boolean residual) {}

    /// @param initial the state's tensors before the first timestep
    /// @param states the final state's tensors
    private record Layer(
            PlannedEngine.Ready call,
            boolean residual,
            Batch batch,
            List<Tensor> initial,
            List<Object> states,
            ProgramRun program) {
        Program forward() {
            return call.plan().forward;
        }

        Slot input() {
            return forward().inputs.getFirst();
        }

        Slot output() {
            return call.plan().outputs.getFirst();
        }
    }

    private final List<Layer> layers = new ArrayList<>();
    private final RowGroups groups;
    private final Shape outputShape;
    private final Object output;

    /// @param parts the layer next to the input first
    StackRun(List<Part> parts) {
        SequenceCall lowest = parts.getFirst().call.call();
        groups = RowGroups.of(lowest.steps());
        int rows = Integer.MAX_VALUE;
        for (Part part : parts) {
            rows = Math.min(rows, part.call.plan().blockRows(lowest.input().type()));
        }
        for (Part part : parts) {
            PlannedEngine.Ready call = part.call;
            Batch batch = call.run().batch(call.inputs(), groups, rows);
            List<Slot> states = call.plan().forward.states;
            List<Tensor> initial = call.inputs().subList(1, 1 + states.size());
            ProgramRun program =
                    new ProgramRun(call.plan().forward, batch.kernels, new Ends(layers.size()));
            layers.add(
                    new Layer(
                            call, part.residual, batch, initial, batch.allocate(states), program));
        }
        Layer top = layers.getLast();
        outputShape = top.batch.sequenceShape(top.call.outputs().getFirst().shape());
        output = ResultArrays.of(top.batch.kernels, outputShape.size());
    }

    /// Whether threads have a group each, so that none has to wait for another within a layer.
    static boolean fits(int rows) {
        return RowGroups.count(rows) >= Parallel.threads();
    }

    /// The output of the top layer, and the state of each.
    List<SequenceEngine.Results> run() {
        long work = 0;
        for (Layer layer : layers) {
            work += layer.forward().work;
        }
        int count = groups.groups.length;
        if (ProgramRun.isSmall(work, groups.size)) {
            for (int group = 0; group < count; group++) {
                run(group);
            }
        } else {
            Parallel.parts(count, this::run);
        }
        List<SequenceEngine.Results> results = new ArrayList<>();
        for (Layer layer : layers) {
            List<Tensor> states = new ArrayList<>();
            for (int i = 0; i < layer.states.size(); i++) {
                states.add(Tensor.wrap(layer.states.get(i), layer.initial.get(i).shape()));
            }
            boolean top = results.size() == layers.size() - 1;
            List<Tensor> outputs = top ? List.of(Tensor.wrap(output, outputShape)) : List.of();
            results.add(new SequenceEngine.Results(outputs, states));
        }
        return results;
    }

    private void run(int group) {
        for (Layer layer : layers) {
            GroupRun run = layer.batch.runs.get(group);
            layer.batch.lease(run);
            layer.batch.load(run, layer.initial, layer.forward().states);
        }
        for (Block block : layers.getFirst().batch.runs.get(group).blocks()) {
            ProgramRun.@Nullable Task below = null;
            for (int i = 0; i < layers.size(); i++) {
                Layer layer = layers.get(i);
                ProgramRun.Task task = new ProgramRun.Task(layer.batch.runs.get(group), block);
                if (below != null) {
                    Slot input = layer.input();
                    give(layers.get(i - 1), below, task.arrays()[input.buffer()], task, input);
                }
                layer.program.alone(task);
                below = task;
            }
        }
        for (Layer layer : layers) {
            GroupRun run = layer.batch.runs.get(group);
            layer.batch.store(run, layer.forward().states, layer.states);
            layer.batch.release(run);
        }
    }

    /// What a layer gives for a block: its output and, if it is residual, its input. That still
    /// stands where it was written, for no instruction writes there.
    ///
    /// @param done the layer's block
    /// @param array where it goes, as rows of the same block
    private static void give(
            Layer from, ProgramRun.Task done, Object array, ProgramRun.Task next, Slot to) {
        Kernels<Object> kernels = from.batch.kernels;
        Block block = done.block();
        int at = to.offset(next.block().sequenceRow(), 0);
        Slot output = from.output();
        Object values = done.arrays()[output.buffer()];
        int first = output.offset(block.sequenceRow(), 0);
        if (from.residual) {
            Slot input = from.input();
            kernels.binary(
                    Binary.ADD,
                    done.rows(),
                    to.width(),
                    values,
                    first,
                    output.stride(),
                    1,
                    done.arrays()[input.buffer()],
                    input.offset(block.sequenceRow(), 0),
                    input.stride(),
                    1,
                    array,
                    at,
                    to.stride());
        } else {
            kernels.copy(
                    done.rows(),
                    to.width(),
                    values,
                    first,
                    output.stride(),
                    array,
                    at,
                    to.stride());
        }
    }

    /// The ends of the whole stack.
    private final class Ends implements ProgramRun.Ends {
        private final int number;

        Ends(int number) {
            this.number = number;
        }

        @Override
        public void before(ProgramRun.Task task) {
            Layer layer = layers.get(number);
            if (number == 0 && !layer.call.plan().overTable) {
                layer.batch.gather(task, layer.call.call().input(), layer.input());
            }
        }

        @Override
        public void after(ProgramRun.Task task) {
            if (number < layers.size() - 1) {
                return;
            }
            Layer layer = layers.get(number);
            if (layer.residual) {
                Kernels<Object> kernels = layer.batch.kernels;
                int width = layer.output().width();
                Object sum = kernels.borrow(task.rows() * width);
                Slot to = new Slot(0, Slot.Place.BLOCK, width, 0, width);
                give(layer, task, sum, task, to);
                layer.batch.scatter(task, sum, to, output);
                kernels.giveBack(sum);
            } else {
                layer.batch.scatter(task, layer.output(), output);
            }
        }
    }
}
