package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.unroll.internal.kernel.Kernels;
import org.unroll.internal.kernel.Parallel;
import org.unroll.internal.kernel.Team;

/// Runs a block of few rows on several threads, of which each computes its own columns: what goes
/// ahead, timestep by timestep, and what comes after.
final class DividedRun implements Parallel.Stage {
    /// Rows of what is computed for all timesteps at once that the threads take between two
    /// meetings.
    private static final int ROWS = 64;

    private final Program program;
    private final Kernels<Object> kernels;
    private final Block block;
    private final List<DividedProgram> divided = new ArrayList<>(); // for 1 thread, 2, ...
    private final Object[][] arrays = new Object[2][]; // for even and for odd timesteps
    private final int steps;

    /// @param threads the most that take part
    DividedRun(Program program, Kernels<Object> kernels, Block block, int threads) {
        this.program = program;
        this.kernels = kernels;
        this.block = block;
        for (int size = 1; size <= threads; size++) {
            divided.add(program.divided(size, kernels.panelColumns()));
        }
        steps = block.to() - block.from();
    }

    /// Runs the block.
    ///
    /// @param own the group's buffers
    void run(Object[] own) {
        begin(own);
        Parallel.team(divided.size(), stages(), divided.getFirst().nanos(block), this);
        end();
    }

    void begin(Object[] own) {
        copyArrays(own);
        placeStates();
    }

    void end() {
        fetchStates();
    }

    @Override
    public void run(int stage, int member, Team team) {
        int sections = sections(stage, team.size());
        for (int section = 0; section < sections; section++) {
            if (section > 0) {
                team.await();
            }
            section(stage, team.size(), member, section);
        }
    }

    /// Chunks of what goes ahead, timesteps, chunks of what comes after.
    int stages() {
        return chunks(program.ahead) + steps + chunks(program.after);
    }

    private int chunks(List<Instruction> code) {
        return code.isEmpty() ? 0 : (block.size() + ROWS - 1) / ROWS;
    }

    /// By member, the sections of a stage.
    private List<List<List<Instruction>>> code(int stage, int size) {
        DividedProgram all = divided.get(size - 1);
        int step = stage - chunks(program.ahead);
        if (step < 0) {
            return all.ahead.members;
        }
        if (step >= steps) {
            return all.after.members;
        }
        return step % 2 == 0 ? all.loop.members : all.loop.returning;
    }

    int sections(int stage, int size) {
        return code(stage, size).getFirst().size();
    }

    /// What a member does between two meetings.
    void section(int stage, int size, int member, int section) {
        Instruction.runAll(code(stage, size).get(member).get(section), rows(stage));
    }

    private Instruction.Rows rows(int stage) {
        int ahead = chunks(program.ahead);
        int step = stage - ahead;
        if (step >= 0 && step < steps) {
            int t = time(step);
            int active = block.group().active()[t];
            return new Instruction.Rows(kernels, arrays[step % 2], block, block.row(t), active);
        }
        int from = (step < 0 ? stage : step - steps) * ROWS;
        int count = Math.min(ROWS, block.size() - from);
        return new Instruction.Rows(kernels, arrays[0], block, from, count);
    }

    private int time(int step) {
        return program.direction == Program.Direction.FORWARD
                ? block.from() + step
                : block.to() - 1 - step;
    }

    // ---- the two copies of the state ----

    /// Each copy is the one that is read at every other timestep, and written at the ones between.
    private void copyArrays(Object[] own) {
        Arrays.setAll(arrays, _ -> Arrays.copyOf(own, 2 * own.length));
        int[] buffers =
                divided.getFirst().doubled.stream().mapToInt(Slot::buffer).distinct().toArray();
        for (int buffer : buffers) {
            Object copy = kernels.allocate(kernels.length(own[buffer]));
            arrays[0][own.length + buffer] = copy;
            arrays[1][buffer] = copy;
            arrays[1][own.length + buffer] = own[buffer];
        }
    }

    /// Before the first timestep: a row that begins at an odd one reads its state from the second
    /// copy.
    private void placeStates() {
        for (int row = 0; row < block.group().rows(); row++) {
            int begin = first(row);
            if (begin < steps && begin % 2 == 1) {
                copyState(row, arrays[0], arrays[1]);
            }
        }
    }

    /// After the last one: a row that went through an odd number of them has left its state in the
    /// second copy.
    private void fetchStates() {
        for (int row = 0; row < block.group().rows(); row++) {
            int end = first(row);
            while (end < steps && isActive(row, end)) {
                end++;
            }
            if (first(row) < end && end % 2 == 1) {
                copyState(row, arrays[1], arrays[0]);
            }
        }
    }

    private void copyState(int row, Object[] from, Object[] to) {
        for (Slot state : divided.getFirst().doubled) {
            int at = state.column() + row * state.stride();
            System.arraycopy(from[state.buffer()], at, to[state.buffer()], at, state.width());
        }
    }

    /// The first timestep at which a row goes on; all of them where it never does.
    private int first(int row) {
        int step = 0;
        while (step < steps && !isActive(row, step)) {
            step++;
        }
        return step;
    }

    private boolean isActive(int row, int step) {
        return row < block.group().active()[time(step)];
    }
}
