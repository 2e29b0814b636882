package org.unroll.internal.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unroll.tensor.Tensor;

/// The derivative's program over a batch, from the last block of timesteps to the first. After each
/// block its part of the weights' gradients is added up, so that what it is made of lasts no longer
/// than the block.
final class BackwardRun {
    private final Batch batch;
    private final Plan.Backward backward;
    private final ForwardRun forward;
    private final @Nullable TableRun table;

    /// @param forward computes activations again, where they were not kept
    /// @param table the table behind the input, if there is one
    BackwardRun(Batch batch, Plan.Backward backward, ForwardRun forward, @Nullable TableRun table) {
        this.table = table;
        this.batch = batch;
        this.backward = backward;
        this.forward = forward;
    }

    /// Runs all of it.
    ///
    /// @param outputGradients each null for zeros
    /// @param stateGradients those of the final state's tensors, each null for zeros
    /// @param inputGradient the input's, in the caller's layout; null if it is not wanted, or if it
    ///   is that of a table
    /// @param totals the gradients of the state after each timestep, in the caller's layout
    /// @param initialGradients those of the initial state's tensors, and of tensors per row
    /// @return the sums
    Reductions run(
            List<? extends @Nullable Tensor> outputGradients,
            List<@Nullable Tensor> stateGradients,
            @Nullable Object inputGradient,
            List<Object> totals,
            List<Object> initialGradients) {
        Program program = backward.program();
        Reductions reductions = new Reductions(backward, batch.kernels, table);
        ProgramRun blocks =
                new ProgramRun(
                        program,
                        batch.kernels,
                        new ProgramRun.Ends() {
                            @Override
                            public void before(ProgramRun.Task task) {
                                for (int i = 0; i < outputGradients.size(); i++) {
                                    batch.gather(
                                            task, outputGradients.get(i), program.inputs.get(i));
                                }
                            }

                            @Override
                            public void after(ProgramRun.Task task) {
                                if (inputGradient != null && backward.inputGradient() != null) {
                                    batch.scatter(task, backward.inputGradient(), inputGradient);
                                }
                                for (int i = 0; i < totals.size(); i++) {
                                    batch.scatter(task, backward.totals().get(i), totals.get(i));
                                }
                            }
                        });
        for (GroupRun run : batch.runs) {
            if (run.workspace == null) {
                batch.lease(run);
            }
            batch.load(run, stateGradients, program.states);
        }
        int segments = batch.runs.stream().mapToInt(run -> run.segments().size()).max().orElse(0);
        for (int i = segments - 1; i >= 0; i--) {
            segment(i, blocks, reductions);
        }
        for (GroupRun run : batch.runs) {
            batch.store(run, program.states, initialGradients);
            batch.release(run);
        }
        if (table != null) {
            table.run(program);
            reductions.addTable(table);
        }
        return reductions;
    }

    /// One segment of each group that has so many.
    private void segment(int number, ProgramRun blocks, Reductions reductions) {
        List<GroupRun> runs =
                batch.runs.stream().filter(run -> number < run.segments().size()).toList();
        forward.repeat(runs, number);
        List<List<ProgramRun.Task>> rounds =
                ProgramRun.rounds(runs, run -> run.segments().get(number).blocks());
        for (List<ProgramRun.Task> round : rounds.reversed()) {
            blocks.round(round);
            reductions.add(round);
        }
    }
}
