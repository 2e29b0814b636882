package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which columns of a program's instructions each of several threads computes, for few rows.
///
/// Columns that belong to the same hidden unit go to the same thread: `units` are the columns after
/// which the places of values repeat, such as the hidden units in an LSTM's matrix of four gates.
/// So what is elementwise needs no other thread's results. Where an instruction does read what
/// another thread has written, as the left operand of a product, or writes what another one reads,
/// all threads meet before it: instructions between two such meetings are a section.
///
/// Every element is computed by the same chain of operations whoever computes it. An instruction
/// that this class does not know is run whole by one thread between two meetings.
final class ColumnDivision {
    private static final int NOBODY = -1;

    /// Narrower values are not divided.
    private static final int NARROW = 16;

    /// By member, the instructions of each section; all members have as many sections.
    final List<List<List<Instruction>>> members = new ArrayList<>();

    /// The same for every other timestep: products begin with the weights that were read last.
    final List<List<List<Instruction>>> returning;

    /// The largest number of elementary operations that one thread has for a row.
    final long work;

    private final int size;
    private final int panel;
    private final int units;
    private final Map<Integer, int[]> writers = new HashMap<>();
    private final Map<Integer, int[]> readers = new HashMap<>();

    /// What one thread does of an instruction.
    private record Share(Instruction instruction, List<Slot> reads, List<Slot> writes) {}

    /// @param size how many threads: at most 31
    /// @param panel the columns of a packed matrix that belong together
    ColumnDivision(List<Instruction> code, int size, int panel) {
        this.size = size;
        this.panel = panel;
        this.units = units(code);
        for (int member = 0; member < size; member++) {
            members.add(new ArrayList<>(List.of(new ArrayList<>())));
        }
        for (Instruction instruction : code) {
            add(instruction);
        }
        work = members.stream().mapToLong(ColumnDivision::work).max().orElseThrow();
        returning =
                members.stream()
                        .map(sections -> sections.stream().map(ColumnDivision::returning).toList())
                        .toList();
    }

    private static List<Instruction> returning(List<Instruction> section) {
        return section.stream()
                .map(instruction ->
                        instruction instanceof Instruction.MultiplyPanels panels
                                ? panels.returning()
                                : instruction)
                .toList();
    }

    /// How many times the threads meet.
    int meetings() {
        return members.getFirst().size() - 1;
    }

    private static long work(List<List<Instruction>> sections) {
        return sections.stream().flatMap(List::stream).mapToLong(Instruction::work).sum();
    }

    // ---- whose columns ----

    private static int units(List<Instruction> code) {
        int units = 0;
        for (Instruction instruction : code) {
            Slot out = instruction.out();
            if (out.width() >= NARROW) {
                units = gcd(units, gcd(out.column(), out.width()));
            }
        }
        return units;
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /// Whether there are units enough to give each thread whole panels of every gate.
    private boolean hasUnits() {
        return units >= size * panel;
    }

    /// The first unit of a member.
    private int cut(int member, int of) {
        if (of % panel == 0) {
            return (int) ((long) (of / panel) * member / size) * panel;
        }
        return (int) ((long) of * member / size);
    }

    private int owner(int unit, int of) {
        int member = 0;
        while (member + 1 < size && unit >= cut(member + 1, of)) {
            member++;
        }
        return member;
    }

    /// The member for each column of a value.
    private int[] owners(Slot out) {
        int[] owners = new int[out.width()];
        if (out.width() >= NARROW) {
            for (int i = 0; i < owners.length; i++) {
                owners[i] =
                        hasUnits()
                                ? owner((out.column() + i) % units, units)
                                : owner(i, out.width());
            }
        }
        return owners;
    }

    /// The member for each column of a product: panels are not divided.
    private int[] panelOwners(Slot out) {
        int[] owners = owners(out);
        int panels = (owners.length + panel - 1) / panel;
        boolean whole = true;
        for (int i = 0; i < owners.length; i++) {
            whole &= owners[i] == owners[i / panel * panel];
        }
        if (!whole) {
            for (int i = 0; i < owners.length; i++) {
                owners[i] = (int) ((long) (i / panel) * size / panels);
            }
        }
        return owners;
    }

    // ---- shares ----

    private void add(Instruction instruction) {
        List<List<Share>> shares = new ArrayList<>();
        boolean known = true;
        for (int member = 0; member < size; member++) {
            shares.add(new ArrayList<>());
        }
        switch (instruction) {
            case Instruction.Multiply product -> shareProduct(product, shares);
            case Instruction.Map _,
                    Instruction.Combine _,
                    Instruction.Choose _,
                    Instruction.Copy _,
                    Instruction.Clear _ ->
                    shareColumns(instruction, shares);
            default -> known = false;
        }
        if (!known || overlap(shares)) {
            meet();
            last(0).add(instruction);
            meet();
            return;
        }
        if (conflicts(shares)) {
            meet();
        }
        for (int member = 0; member < size; member++) {
            for (Share share : shares.get(member)) {
                last(member).add(share.instruction);
                note(member, share);
            }
        }
    }

    private List<Instruction> last(int member) {
        return members.get(member).getLast();
    }

    private void meet() {
        members.forEach(sections -> sections.add(new ArrayList<>()));
        writers.clear();
        readers.clear();
    }

    private void shareProduct(Instruction.Multiply product, List<List<Share>> shares) {
        Slot out = product.out();
        int[] owners = panelOwners(out);
        for (int member = 0; member < size; member++) {
            List<Integer> panels = new ArrayList<>();
            List<Slot> writes = new ArrayList<>();
            for (int i = 0; i < owners.length; i += panel) {
                if (owners[i] == member) {
                    panels.add(i / panel);
                    writes.add(out.columns(i, Math.min(i + panel, owners.length)));
                }
            }
            if (!panels.isEmpty()) {
                int[] numbers = panels.stream().mapToInt(Integer::intValue).toArray();
                Instruction part =
                        numbers.length * panel >= owners.length
                                ? product
                                : new Instruction.MultiplyPanels(product, numbers, panel);
                List<Slot> reads = new ArrayList<>(writes);
                reads.add(product.a());
                shares.get(member).add(new Share(part, reads, writes));
            }
        }
    }

    private void shareColumns(Instruction instruction, List<List<Share>> shares) {
        int[] owners = owners(instruction.out());
        for (int from = 0; from < owners.length; ) {
            int to = from + 1;
            while (to < owners.length && owners[to] == owners[from]) {
                to++;
            }
            shares.get(owners[from]).add(columns(instruction, from, to));
            from = to;
        }
    }

    /// Some of the columns of an elementwise instruction.
    private static Share columns(Instruction instruction, int from, int to) {
        Slot whole = instruction.out();
        Slot out = whole.columns(from, to);
        List<Slot> reads = new ArrayList<>();
        Instruction part =
                switch (instruction) {
                    case Instruction.Map map ->
                            new Instruction.Map(
                                    map.function(), operand(map.x(), whole, from, to, reads), out);
                    case Instruction.Combine combine ->
                            new Instruction.Combine(
                                    combine.function(),
                                    operand(combine.a(), whole, from, to, reads),
                                    operand(combine.b(), whole, from, to, reads),
                                    out);
                    case Instruction.Choose choose ->
                            new Instruction.Choose(
                                    operand(choose.mask(), whole, from, to, reads),
                                    operand(choose.a(), whole, from, to, reads),
                                    operand(choose.b(), whole, from, to, reads),
                                    out);
                    case Instruction.Copy copy ->
                            new Instruction.Copy(operand(copy.x(), whole, from, to, reads), out);
                    case Instruction.Clear _ -> new Instruction.Clear(out);
                    default -> throw new IllegalArgumentException("not elementwise");
                };
        return new Share(part, reads, List.of(out));
    }

    /// The same columns of an operand, or its single one.
    private static Slot operand(Slot operand, Slot whole, int from, int to, List<Slot> reads) {
        Slot part = operand.columnStep(whole.width()) == 0 ? operand : operand.columns(from, to);
        reads.add(part);
        return part;
    }

    // ---- who reads and writes what ----

    /// Whether one thread's share reads or writes what another one has written since they met, or
    /// writes what another one reads.
    private boolean conflicts(List<List<Share>> shares) {
        for (int member = 0; member < size; member++) {
            for (Share share : shares.get(member)) {
                for (Slot read : share.reads) {
                    if (isWrittenByOthers(member, read)) {
                        return true;
                    }
                }
                for (Slot write : share.writes) {
                    if (isWrittenByOthers(member, write) || isReadByOthers(member, write)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    /// Whether one thread would read what another one writes in the same instruction.
    private boolean overlap(List<List<Share>> shares) {
        for (int writer = 0; writer < size; writer++) {
            for (int reader = 0; reader < size; reader++) {
                if (writer != reader && overlap(shares.get(writer), shares.get(reader))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean overlap(List<Share> writers, List<Share> readers) {
        for (Share writer : writers) {
            for (Slot write : writer.writes) {
                for (Share reader : readers) {
                    for (Slot read : reader.reads) {
                        if (read.overlaps(write)) {
                            return true;
                        }
                    }
                }
            }
        }
        return false;
    }

    private boolean isWrittenByOthers(int member, Slot slot) {
        int[] known = writers.getOrDefault(slot.buffer(), new int[0]);
        for (int i = slot.column(); i < Math.min(end(slot), known.length); i++) {
            if (known[i] != NOBODY && known[i] != member) {
                return true;
            }
        }
        return false;
    }

    private boolean isReadByOthers(int member, Slot slot) {
        int[] known = readers.getOrDefault(slot.buffer(), new int[0]);
        for (int i = slot.column(); i < Math.min(end(slot), known.length); i++) {
            if ((known[i] & ~(1 << member)) != 0) {
                return true;
            }
        }
        return false;
    }

    private void note(int member, Share share) {
        for (Slot read : share.reads) {
            int[] known = columns(readers, read, 0);
            for (int i = read.column(); i < end(read); i++) {
                known[i] |= 1 << member;
            }
        }
        for (Slot write : share.writes) {
            int[] known = columns(writers, write, NOBODY);
            for (int i = write.column(); i < end(write); i++) {
                known[i] = member;
            }
        }
    }

    private static int end(Slot slot) {
        return slot.column() + slot.width();
    }

    private static int[] columns(Map<Integer, int[]> of, Slot slot, int empty) {
        int[] known = of.computeIfAbsent(slot.buffer(), _ -> new int[0]);
        int needed = end(slot);
        if (known.length < needed) {
            int before = known.length;
            known = Arrays.copyOf(known, needed);
            Arrays.fill(known, before, needed, empty);
            of.put(slot.buffer(), known);
        }
        return known;
    }
}
