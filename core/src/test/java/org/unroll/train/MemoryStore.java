package org.unroll.train;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps checkpoints in memory, every last one of them, as a disk would: by value.
final class MemoryStore implements CheckpointStore {
    final List<Checkpoint> lasts = new ArrayList<>();
    final Map<Slot, Checkpoint> slots = new EnumMap<>(Slot.class);

    @Override
    public void save(Slot slot, Checkpoint checkpoint) {
        Checkpoint copy = new Checkpoint(Copies.of(checkpoint.tensors()), checkpoint.progress());
        slots.put(slot, copy);
        if (slot == Slot.LAST) {
            lasts.add(copy);
        }
    }

    @Override
    public Optional<Checkpoint> load(Slot slot) {
        return Optional.ofNullable(slots.get(slot));
    }

    @Override
    public void delete(Slot slot) {
        slots.remove(slot);
    }

    /// What a disk would hold had the program been killed right after this checkpoint: the best one
    /// may be newer.
    MemoryStore killedAfter(int last) {
        MemoryStore store = new MemoryStore();
        store.slots.putAll(slots);
        store.slots.put(Slot.LAST, lasts.get(last));
        return store;
    }
}
