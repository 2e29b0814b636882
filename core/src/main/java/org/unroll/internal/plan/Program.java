package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Binary;
import org.unroll.internal.kernel.Pace;
import org.unroll.internal.kernel.Start;
import org.unroll.internal.kernel.Unary;
import org.unroll.tensor.Shape;

/// A step, or its derivative, as three lists of kernel calls, with a place for every value.
final class Program {
    /// Which way the loop goes.
    enum Direction {
        FORWARD,
        /// Of a derivative. Gradients that vanish through time turn into subnormal numbers, which
        /// are slow: what is carried from step to step is flushed to zero long before.
        BACKWARD
    }

    /// For the rows of the input's table: before everything else, in a derivative after it.
    final List<Instruction> table = new ArrayList<>();

    final List<Instruction> ahead = new ArrayList<>();
    final List<Instruction> loop = new ArrayList<>();
    final List<Instruction> after = new ArrayList<>();

    /// The same lists for threads that run all columns, with fewer instructions.
    final List<Instruction> wholeAhead;

    final List<Instruction> wholeLoop;
    final List<Instruction> wholeAfter;

    /// At the end of a timestep: the state's new values become its values.
    final List<Instruction> carry = new ArrayList<>();

    /// The state, one row per row of the batch.
    final List<Slot> states = new ArrayList<>();

    /// The step's inputs.
    final List<Slot> inputs = new ArrayList<>();

    final Direction direction;

    /// About how many elementary operations a row takes at one timestep.
    final long work;

    /// Of blocks of few rows: one thread, or columns divided over threads.
    final Pace pace = new Pace();

    private final boolean tableInput;
    private final Buffers buffers;
    private final StepGraph graph;
    private final List<Slot> perRow;
    private final Map<Value, Slot> slots = new HashMap<>();
    private final Map<Value, Slot> placed = new HashMap<>();
    private final Set<Value> inSums = new HashSet<>();
    private final Map<List<Integer>, DividedProgram> divided = new ConcurrentHashMap<>();

    /// @param buffers the plan's buffers, to which this adds its own
    /// @param outputs how many of the graph's results are wanted of each block; the other ones are
    ///   kept for the derivative
    /// @param perRow where the tensors per row are
    /// @param saved where the values are that a derivative reads
    /// @param savedTable where the input's table is, if a derivative reads it
    Program(
            StepGraph graph,
            Buffers buffers,
            Direction direction,
            int outputs,
            List<Integer> inputWidths,
            List<Integer> stateWidths,
            List<Slot> perRow,
            Map<Integer, Slot> saved,
            @Nullable Slot savedTable) {
        this.graph = graph;
        this.perRow = perRow;
        this.buffers = buffers;
        this.direction = direction;
        for (int width : stateWidths) {
            states.add(buffers.rows(Slot.Place.BATCH, width));
        }
        this.tableInput = graph.isOverTable() && direction == Direction.FORWARD;
        choosePlaces(outputs);
        placeParts();
        for (int i = 0; i < inputWidths.size(); i++) {
            inputs.add(input(i, inputWidths.get(i)));
        }
        for (Value value : graph.order) {
            if (value.rule instanceof Value.Saved(int node)) {
                slots.put(value, saved.get(node));
            } else if (value.rule instanceof Value.SavedTable) {
                slots.put(value, Objects.requireNonNull(savedTable));
            } else if (value.rule instanceof Value.SumByRow) {
                slots.put(value, target(value));
            } else if (!value.isReduction() && !inSums.contains(value)) {
                emit(value);
            }
        }
        carryStates();
        wholeAhead = Merged.of(ahead, List.of());
        wholeLoop = Merged.of(loop, carry);
        wholeAfter = Merged.of(after, List.of());
        work =
                inputs.stream().mapToInt(Slot::width).sum()
                        + Stream.of(ahead, loop, after)
                                .flatMap(List::stream)
                                .mapToLong(Instruction::work)
                                .sum();
    }

    /// The same work divided over threads.
    ///
    /// @param panel how many columns of a packed matrix belong together
    DividedProgram divided(int threads, int panel) {
        return divided.computeIfAbsent(
                List.of(threads, panel),
                _ -> new DividedProgram(this, buffers.contents().size(), threads, panel));
    }

    /// Where a value is kept.
    Slot slot(Value value) {
        Slot slot = slots.get(value);
        if (slot == null) {
            throw new IllegalStateException("no place for " + value.rule);
        }
        return slot;
    }

    /// How long each value is kept: what a derivative reads for all timesteps, what is read after
    /// its timestep for the block; and so is what they are a part of.
    private void choosePlaces(int outputs) {
        for (Value value : graph.order) {
            if (value.table) {
                value.keep(Slot.Place.TABLE);
            }
        }
        for (int i = 0; i < graph.results.size(); i++) {
            graph.results.get(i).keep(i < outputs ? Slot.Place.BLOCK : Slot.Place.SEQUENCE);
        }
        for (Value value : graph.order) {
            boolean whole = value.phase == Value.Phase.AHEAD || value.phase == Value.Phase.AFTER;
            if (whole && !(value.rule instanceof Value.PerRow)) {
                value.keep(Slot.Place.BLOCK);
            }
            if (value.isReduction() || whole) {
                value.inputs.forEach(input -> input.keep(Slot.Place.BLOCK));
            }
        }
        for (Value value : graph.order.reversed()) {
            if (value.rule instanceof Value.Slice) {
                value.inputs.forEach(input -> input.keep(value.place));
            }
            if (value.rule instanceof Value.Sum && continues(value, value.inputs.getFirst())) {
                value.inputs.getFirst().keep(value.place);
            }
        }
        for (Value value : graph.order) { // a product within a sum is not kept by itself
            if (value.rule instanceof Value.Sum) {
                for (Value term : value.inputs) {
                    if (ProductMerge.isPartOf(value, term)) {
                        inSums.add(term);
                    }
                }
            }
        }
    }

    /// The place of an input: within a concatenation if one keeps it for the derivative.
    private Slot input(int number, int width) {
        if (tableInput) {
            return buffers.rows(Slot.Place.TABLE, width);
        }
        for (Value value : graph.order) {
            if (value.rule instanceof Value.Input(int index) && index == number) {
                return target(value);
            }
        }
        return buffers.rows(Slot.Place.BLOCK, width);
    }

    /// Parts of a concatenation are computed where the whole wants them.
    private void placeParts() {
        for (Value whole : graph.order.reversed()) {
            if (!(whole.rule instanceof Value.Concat(List<Integer> columns)) || !whole.rows) {
                continue;
            }
            Slot slot = placed.get(whole);
            if (slot == null) {
                slot = newSlot(whole);
                placed.put(whole, slot);
            }
            for (int i = 0; i < columns.size(); i++) {
                Value part = whole.inputs.get(i);
                if (slot.place().lasts(part.place) && isComputed(part, whole)) {
                    int from = columns.get(i);
                    placed.putIfAbsent(part, slot.columns(from, from + part.width));
                }
            }
        }
    }

    /// Whether something writes a value as it comes about; what is a view of another one is copied.
    /// One that all timesteps are kept of may be written at another time than the whole.
    private boolean isComputed(Value part, Value whole) {
        return switch (part.rule) {
            case Value.Slice _ -> false;
            case Value.Input _ -> direction == Direction.FORWARD && !tableInput;
            case Value.FromState _ -> part.place != Slot.Place.BATCH;
            default ->
                    !part.isLeaf()
                            && (part.phase == whole.phase || whole.place != Slot.Place.BATCH);
        };
    }

    private Slot newSlot(Value value) {
        return buffers.rows(value.place, value.width, value.kept);
    }

    private Slot target(Value value) {
        @Nullable Slot slot = placed.get(value);
        return slot != null ? slot : newSlot(value);
    }

    private List<Instruction> phase(Value value) {
        if (value.table) {
            return table;
        }
        return switch (value.phase) {
            case AHEAD -> ahead;
            case LOOP -> loop;
            case AFTER -> after;
        };
    }

    private void emit(Value value) {
        List<Instruction> code = phase(value);
        Slot out =
                switch (value.rule) {
                    case Value.Input(int index) -> inputs.get(index);
                    case Value.PerRow(int index) -> perRow(value, perRow.get(index));
                    case Value.FromState(int index) -> state(value, index);
                    case Value.Constant(int node) -> buffers.constant(node, value.width);
                    case Value.Stretched(int node, Shape to) -> buffers.stretched(node, to);
                    case Value.Row(ConstantRow row) -> buffers.joined(row);
                    case Value.Slice(int from, int to) ->
                            slot(value.inputs.getFirst()).columns(from, to);
                    case Value.Sum _ -> sumTarget(value);
                    default -> target(value);
                };
        slots.put(value, out);
        List<Value> in = value.inputs;
        int emitted = code.size();
        switch (value.rule) {
            case Value.Drawn(int index) ->
                    code.add(new Instruction.Draw(buffers.drawn(index), out));
            case Value.Map(Unary function) ->
                    code.add(new Instruction.Map(function, slot(in.get(0)), out));
            case Value.Combine(Binary function) ->
                    code.add(
                            new Instruction.Combine(
                                    function, slot(in.get(0)), slot(in.get(1)), out));
            case Value.Choose _ ->
                    code.add(
                            new Instruction.Choose(
                                    slot(in.get(0)), slot(in.get(1)), slot(in.get(2)), out));
            case Value.Product _ -> code.add(multiply(value, out, Start.ZERO));
            case Value.Gathered _ ->
                    code.add(new Instruction.Gather(slot(in.get(0)), buffers.numbers(), out));
            case Value.Spread _ -> code.add(new Instruction.Copy(slot(in.get(0)), out));
            case Value.Concat(List<Integer> columns) -> concat(value, columns, out);
            case Value.Sum _ -> sum(value, out, code);
            default -> {
                @Nullable Instruction other = OtherInstructions.of(value, this::slot, buffers, out);
                if (other != null) {
                    code.add(other);
                }
            }
        }
        if (value.kept != null) {
            code.subList(emitted, code.size()).replaceAll(Typed::new);
        }
    }

    /// The state as it comes into a timestep; copied aside if it will be read later.
    private Slot state(Value value, int index) {
        if (value.place == Slot.Place.BATCH) {
            return states.get(index);
        }
        Slot kept = target(value);
        loop.addFirst(new Instruction.Copy(states.get(index), kept));
        return kept;
    }

    /// A tensor per row: where it is in the loop, else repeated for each timestep.
    private Slot perRow(Value value, Slot rows) {
        if (value.place == Slot.Place.BATCH) {
            return rows;
        }
        Slot repeated = target(value);
        ahead.add(new Instruction.Repeat(rows, repeated));
        return repeated;
    }

    private Instruction multiply(Value product, Slot out, Start start) {
        if (!(product.rule instanceof Value.Product(Panel panel))) {
            throw new IllegalStateException("not a product: " + product.rule);
        }
        return new Instruction.Multiply(
                slot(product.inputs.getFirst()), buffers.packed(panel), out, start);
    }

    private void concat(Value value, List<Integer> columns, Slot out) {
        List<Instruction> code = phase(value);
        int end = 0;
        for (int i = 0; i < columns.size(); i++) {
            int from = columns.get(i);
            Value part = value.inputs.get(i);
            Slot target = out.columns(from, from + part.width);
            if (from > end) {
                code.add(new Instruction.Clear(out.columns(end, from)));
            }
            if (!slot(part).equals(target)) {
                code.add(new Instruction.Copy(slot(part), target));
            }
            end = from + part.width;
        }
        if (end < out.width()) {
            code.add(new Instruction.Clear(out.columns(end, out.width())));
        }
    }

    /// What was summed up ahead of the loop is added to in place, if nothing else reads it.
    private Slot sumTarget(Value sum) {
        Value first = sum.inputs.getFirst();
        if (continues(sum, first)) {
            return slot(first);
        }
        return target(sum);
    }

    private boolean continues(Value sum, Value first) {
        Value whole = first.rule instanceof Value.Slice ? first.inputs.getFirst() : first;
        return sum.phase != Value.Phase.AHEAD
                && (whole.rule instanceof Value.Sum || whole.rule instanceof Value.Gathered)
                && whole.phase == Value.Phase.AHEAD
                && first.uses == 1
                && (whole == first || isDivided(whole))
                && first.width == sum.width
                && !placed.containsKey(sum);
    }

    /// Whether nothing but slices use a value, which do not overlap.
    private boolean isDivided(Value whole) {
        boolean[] covered = new boolean[whole.width];
        int slices = 0;
        for (Value value : graph.order) {
            if (value.rule instanceof Value.Slice(int from, int to)
                    && value.inputs.getFirst() == whole) {
                slices++;
                for (int i = from; i < to; i++) {
                    if (covered[i]) {
                        return false;
                    }
                    covered[i] = true;
                }
            }
        }
        return slices == whole.uses;
    }

    /// First whatever is there already, then the products, each continuing the sum.
    private void sum(Value value, Slot out, List<Instruction> code) {
        List<Slot> plain = new ArrayList<>();
        List<Value> products = new ArrayList<>();
        for (Value term : value.inputs) {
            if (inSums.contains(term)) {
                products.add(term);
            } else {
                plain.add(slot(term));
            }
        }
        boolean begun = false;
        if (!plain.isEmpty() && plain.getFirst().equals(out)) {
            plain.removeFirst();
            begun = true;
        } else if (plain.size() == 1) {
            code.add(new Instruction.Copy(plain.removeFirst(), out));
            begun = true;
        } else if (plain.size() > 1) {
            code.add(
                    new Instruction.Combine(
                            Binary.ADD, plain.removeFirst(), plain.removeFirst(), out));
            begun = true;
        }
        for (Slot term : plain) {
            code.add(new Instruction.Combine(Binary.ADD, out, term, out));
        }
        for (Value product : products) {
            code.add(multiply(product, out, begun ? Start.ADDEND : Start.ZERO));
            begun = true;
        }
    }

    /// A new state that is computed from another part of the old one must not overwrite it too
    /// early: all are computed before any is carried over.
    private void carryStates() {
        List<Slot> sources = new ArrayList<>();
        for (int i = 0; i < states.size(); i++) {
            Slot source = slot(graph.next.get(i));
            int buffer = source.buffer();
            if (states.stream().anyMatch(state -> state.buffer() == buffer)
                    && !source.equals(states.get(i))) {
                Slot aside = buffers.rows(Slot.Place.BATCH, source.width());
                carry.addFirst(new Instruction.Copy(source, aside));
                source = aside;
            }
            sources.add(source);
        }
        for (int i = 0; i < states.size(); i++) {
            if (!sources.get(i).equals(states.get(i))) {
                carry.add(
                        direction == Direction.FORWARD
                                ? new Instruction.Copy(sources.get(i), states.get(i))
                                : new Instruction.Map(Unary.FLUSH, sources.get(i), states.get(i)));
            }
        }
    }
}
