package org.unroll.internal.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unroll.tensor.Tensor;

/// The forward program over a batch.
final class ForwardRun {
    /// What the groups' workspaces are for once the forward run is done.
    enum Kept {
        /// Nothing.
        NOTHING,
        /// The backward run reads what is in them.
        ACTIVATIONS,
        /// The backward run computes the activations again, from the states before the segments.
        STATES
    }

    private final Batch batch;
    private final Plan plan;
    private final @Nullable Tensor input;
    private final Kept kept;

    /// @param input null if it comes as rows of a table, which are there already
    ForwardRun(Batch batch, Plan plan, @Nullable Tensor input, Kept kept) {
        this.batch = batch;
        this.plan = plan;
        this.input = input;
        this.kept = kept;
    }

    /// Runs all of it.
    ///
    /// @param outputs the outputs, in the caller's layout
    /// @param states the final state's tensors
    void run(List<Tensor> initial, List<Object> outputs, List<Object> states) {
        Program program = plan.forward;
        ProgramRun blocks = new ProgramRun(program, batch.kernels, new Ends(outputs));
        blocks.all(
                batch.runs, GroupRun::blocks, run -> begin(run, initial), run -> end(run, states));
    }

    private void begin(GroupRun run, List<Tensor> initial) {
        batch.lease(run);
        batch.load(run, initial, plan.forward.states);
    }

    private void end(GroupRun run, List<Object> states) {
        batch.store(run, plan.forward.states, states);
        if (kept != Kept.ACTIVATIONS) {
            batch.release(run);
        }
    }

    /// Computes the activations of a segment again, if they were not kept.
    void repeat(List<GroupRun> runs, int segment) {
        if (kept != Kept.STATES) {
            return;
        }
        ProgramRun blocks = new ProgramRun(plan.forward, batch.kernels, new Ends(null));
        for (GroupRun run : runs) {
            batch.restore(run, plan.forward.states, run.states.get(segment));
        }
        blocks.all(runs, run -> run.segments().get(segment).blocks(), _ -> {}, _ -> {});
    }

    private final class Ends implements ProgramRun.Ends {
        private final @Nullable List<Object> outputs; // null if they are known already

        Ends(@Nullable List<Object> outputs) {
            this.outputs = outputs;
        }

        @Override
        public void before(ProgramRun.Task task) {
            if (input != null) {
                batch.gather(task, input, plan.forward.inputs.getFirst());
            }
            if (outputs != null && kept == Kept.STATES && task.block().sequenceRow() == 0) {
                task.run().states.add(batch.copied(task.run(), plan.forward.states));
            }
        }

        @Override
        public void after(ProgramRun.Task task) {
            for (int i = 0; outputs != null && i < plan.outputs.size(); i++) {
                batch.scatter(task, plan.outputs.get(i), outputs.get(i));
            }
        }
    }
}
