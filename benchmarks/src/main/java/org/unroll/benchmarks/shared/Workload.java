package org.unroll.benchmarks.shared;

import java.util.Arrays;

/// Something to time, described so that any library can do it.
///
/// @param name its short name
/// @param what one line for people
/// @param task what one step does
/// @param network the network
/// @param batch the sizes
/// @param precision the type of all numbers
/// @param update the optimizer
public record Workload(
        String name,
        String what,
        Task task,
        Network network,
        Batch batch,
        Precision precision,
        Update update) {

    /// The same with its cell written otherwise, under another name.
    public Workload written(String name, Writing writing) {
        return new Workload(name, what, task, network.written(writing), batch, precision, update);
    }

    /// The floating-point operations of one step in matrix products: twice the multiply-adds, and
    /// in training three times the forward's. What an engine saves by being clever still counts.
    public double operations() {
        double timesteps =
                batch.names()
                        ? Arrays.stream(PetNames.lengths(batch.rows())).sum()
                        : (double) batch.rows() * batch.steps();
        double ends = task == Task.PREDICT || task == Task.OUTPUTS ? timesteps : batch.rows();
        return network.operations(timesteps, ends) * (task.trains() ? 3 : 1);
    }
}
