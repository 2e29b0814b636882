package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.unroll.internal.kernel.Kernels;
import org.unroll.internal.kernel.Parallel;

/// Runs a program over blocks of timesteps: what goes ahead for the whole block, then timestep by
/// timestep, then what comes after. The only place that knows how that is divided over threads; the
/// bits do not depend on it.
final class ProgramRun {
    /// Rows that one thread takes of what is computed for all timesteps at once.
    private static final int ROWS = 64;

    /// Elementary operations below which one thread is faster than waking another.
    private static final long ALONE = 100_000;

    /// Fills a block's input, and takes its results.
    interface Ends {
        void before(Task task);

        void after(Task task);
    }

    /// A block of one group.
    record Task(GroupRun run, Block block) {
        Object[] arrays() {
            return run.arrays();
        }

        int rows() {
            return block.size();
        }
    }

    private final Program program;
    private final Kernels<Object> kernels;
    private final Ends ends;

    ProgramRun(Program program, Kernels<Object> kernels, Ends ends) {
        this.program = program;
        this.kernels = kernels;
        this.ends = ends;
    }

    /// The first blocks of the groups, then the second ones, and so on.
    static List<List<Task>> rounds(List<GroupRun> runs, Function<GroupRun, List<Block>> blocks) {
        List<List<Task>> rounds = new ArrayList<>();
        for (GroupRun run : runs) {
            int i = 0;
            for (Block block : blocks.apply(run)) {
                if (i == rounds.size()) {
                    rounds.add(new ArrayList<>());
                }
                rounds.get(i++).add(new Task(run, block));
            }
        }
        return rounds;
    }

    /// Blocks of all groups. With as many groups as threads these do not wait for each other.
    ///
    /// @param begin before a group's first block
    /// @param end after its last one
    void all(
            List<GroupRun> runs,
            Function<GroupRun, List<Block>> blocks,
            Consumer<GroupRun> begin,
            Consumer<GroupRun> end) {
        Consumer<GroupRun> whole =
                run -> {
                    begin.accept(run);
                    blocks.apply(run).forEach(block -> alone(new Task(run, block)));
                    end.accept(run);
                };
        List<List<Task>> rounds = rounds(runs, blocks);
        if (isSmall(rounds.stream().mapToInt(ProgramRun::rows).sum())) {
            runs.forEach(whole);
        } else if (runs.size() >= Parallel.threads()) {
            each(runs, whole);
        } else {
            runs.forEach(begin);
            rounds.forEach(this::round);
            runs.forEach(end);
        }
    }

    /// One block of each of several groups. With as many groups as threads each thread takes its
    /// groups through all of it. With far fewer, threads take columns of one group after the other,
    /// where that pays; else what is computed for all timesteps at once is divided by rows.
    void round(List<Task> tasks) {
        int rows = rows(tasks);
        int threads = Parallel.threads();
        if (isSmall(rows)) {
            tasks.forEach(this::alone);
            return;
        }
        if (tasks.size() >= threads) {
            each(tasks, this::alone);
            return;
        }
        int team = team(tasks.getFirst().block, threads / tasks.size());
        if (team > 1) {
            tasks.forEach(task -> byColumns(task, threads));
        } else {
            each(tasks, ends::before);
            byRows(tasks, rows);
            each(tasks, ends::after);
        }
    }

    private void byRows(List<Task> tasks, int rows) {
        divided(program.wholeAhead, tasks, rows);
        each(tasks, this::loop);
        divided(program.wholeAfter, tasks, rows);
    }

    private int team(Block block, int threads) {
        return DividedProgram.threads(program, block, threads, kernels.panelColumns());
    }

    /// One block, its columns divided over threads, if that was faster lately.
    private void byColumns(Task task, int threads) {
        int team = team(task.block, threads);
        boolean divided = program.pace.isSecond();
        ends.before(task);
        long start = System.nanoTime();
        if (divided) {
            new DividedRun(program, kernels, task.block, team).run(task.arrays());
        } else {
            byRows(List.of(task), task.rows());
        }
        program.pace.took(divided, (System.nanoTime() - start) / (double) task.rows());
        ends.after(task);
    }

    /// One block on this thread.
    void alone(Task task) {
        ends.before(task);
        rows(program.wholeAhead, task, 0, task.rows());
        loop(task);
        rows(program.wholeAfter, task, 0, task.rows());
        ends.after(task);
    }

    private static int rows(List<Task> tasks) {
        return tasks.stream().mapToInt(Task::rows).sum();
    }

    private boolean isSmall(int rows) {
        return isSmall(program.work, rows);
    }

    /// Whether one thread is to do this alone.
    ///
    /// @param work elementary operations for a row
    static boolean isSmall(long work, long rows) {
        return work * rows < ALONE || Parallel.threads() == 1;
    }

    private static <T> void each(List<T> all, Consumer<T> step) {
        Parallel.ranges(all.size(), (from, to) -> all.subList(from, to).forEach(step));
    }

    private void divided(List<Instruction> code, List<Task> tasks, int rows) {
        if (code.isEmpty()) {
            return;
        }
        Parallel.ranges(
                rows,
                ROWS,
                (from, to) -> {
                    int first = 0;
                    for (Task task : tasks) {
                        int end = Math.min(to - first, task.rows());
                        rows(code, task, Math.max(from - first, 0), end);
                        first += task.rows();
                    }
                });
    }

    private void rows(List<Instruction> code, Task task, int from, int to) {
        if (!code.isEmpty() && from < to) {
            Instruction.runAll(
                    code,
                    new Instruction.Rows(kernels, task.arrays(), task.block, from, to - from));
        }
    }

    private void loop(Task task) {
        Block block = task.block;
        if (program.direction == Program.Direction.FORWARD) {
            for (int t = block.from(); t < block.to(); t++) {
                timestep(task, t);
            }
        } else {
            for (int t = block.to() - 1; t >= block.from(); t--) {
                timestep(task, t);
            }
        }
    }

    private void timestep(Task task, int t) {
        Block block = task.block;
        Instruction.Rows at =
                new Instruction.Rows(
                        kernels, task.arrays(), block, block.row(t), block.group().active()[t]);
        Instruction.runAll(program.wholeLoop, at);
        Instruction.runAll(program.carry, at);
    }
}
