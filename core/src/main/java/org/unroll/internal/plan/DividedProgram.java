package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.List;
import org.unroll.internal.kernel.Unary;

/// A program whose columns are divided over threads. The state is kept twice: a timestep reads one
/// copy and writes the other, so that nobody overwrites what another thread still reads and one
/// meeting per timestep is enough where a cell has one product after the other has none.
final class DividedProgram {
    /// What a meeting costs two threads, in elementary operations; some 0.3 microseconds.
    private static final long MEETING = 1_200;

    /// What handing the work to other threads costs.
    private static final long START = 8_000;

    /// More threads than this would have nothing to do, or only wait.
    private static final int MOST = 16;

    final ColumnDivision ahead;
    final ColumnDivision loop;
    final ColumnDivision after;

    /// The states that are kept twice. The second copy of a buffer has its number plus that of all
    /// buffers.
    final List<Slot> doubled = new ArrayList<>();

    private final boolean possible;

    /// @param buffers how many buffers the plan has
    /// @param size how many threads
    /// @param panel how many columns of a packed matrix belong together
    DividedProgram(Program program, int buffers, int size, int panel) {
        List<Instruction> step = new ArrayList<>(program.loop);
        boolean known = true;
        for (Instruction instruction : program.carry) {
            Slot out = instruction.out();
            if (program.states.contains(out)) {
                doubled.add(out);
                known &= out.place() == Slot.Place.BATCH;
                step.add(elsewhere(instruction, out.buffer() + buffers));
                known &= step.getLast().out().buffer() != out.buffer();
            } else {
                step.add(instruction);
            }
        }
        for (Instruction instruction : program.loop) {
            known &= doubled.stream().noneMatch(instruction.out()::overlaps);
        }
        possible = known;
        ahead = new ColumnDivision(program.ahead, size, panel);
        loop = new ColumnDivision(step, size, panel);
        after = new ColumnDivision(program.after, size, panel);
    }

    /// The same with its result in another buffer, or itself where that is not known.
    private static Instruction elsewhere(Instruction instruction, int buffer) {
        return switch (instruction) {
            case Instruction.Copy(Slot x, Slot out) ->
                    new Instruction.Copy(x, out.inBuffer(buffer));
            case Instruction.Map(Unary function, Slot x, Slot out) ->
                    new Instruction.Map(function, x, out.inBuffer(buffer));
            default -> instruction;
        };
    }

    /// How many threads run a block fastest.
    static int threads(Program program, Block block, int most, int panel) {
        int best = 1;
        long least = Long.MAX_VALUE;
        for (int size = 1; size <= Math.min(most, MOST); size++) {
            DividedProgram divided = program.divided(size, panel);
            long cost = divided.cost(block.size(), block.to() - block.from());
            if (divided.possible && cost < least) {
                best = size;
                least = cost;
            }
        }
        return best;
    }

    /// About how many nanoseconds a block takes.
    long nanos(Block block) {
        return cost(block.size(), block.to() - block.from()) / 4;
    }

    /// About how long a block takes, in elementary operations.
    ///
    /// @param rows all rows of the block
    /// @param steps its timesteps
    private long cost(int rows, int steps) {
        int size = loop.members.size();
        long meeting = size == 1 ? 0 : MEETING * (1 + size) / 3;
        long start = size == 1 ? 0 : START;
        return start
                + meeting * (2 + (long) steps * (1 + loop.meetings()))
                + (ahead.work + loop.work + after.work) * rows;
    }
}
