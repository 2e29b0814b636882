package org.unroll.tensor;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Memory that one step after the other computes in: within [#run] the arrays of new tensors are
/// taken from it, and at the end they are all taken back for the next run. So a loop that does the
/// same again and again allocates next to nothing.
///
/// The tensors made within a run are void once it has ended; using one is an
/// [IllegalStateException], never a wrong number. [Tensor#kept] makes a copy that outlives the run.
///
/// [org.unroll.train.TrainingStep] is made of this. There is nothing to close: a memory that is let
/// go of is garbage. It keeps what its runs use: at most about twice what the largest one took, and
/// nothing that no run wanted for a while, so runs of ever other sizes do not add up.
///
/// For use by one thread at a time. Threads that a run starts may compute, but from memory of their
/// own.
public final class StepMemory {
    private static final ScopedValue<@Nullable StepMemory> CURRENT = ScopedValue.newInstance();

    /// The life of the tensors of one run.
    static final class Lease {
        private final Thread owner = Thread.currentThread();
        private volatile boolean ended;

        boolean hasEnded() {
            return ended;
        }

        @SuppressWarnings("ReferenceEquality") // threads are themselves
        boolean isOfThisThread() {
            return owner == Thread.currentThread();
        }
    }

    private final AtomicBoolean running = new AtomicBoolean();
    private final ArrayPool pool = new ArrayPool();
    private @Nullable Lease lease;

    private StepMemory() {}

    /// A memory that is still empty.
    public static StepMemory create() {
        return new StepMemory();
    }

    /// Runs something in this memory. If it throws, the memory is taken back just the same.
    ///
    /// @return what the body returned, which must not be a tensor made in it, but its numbers or a
    ///   copy that is [kept][Tensor#kept]
    /// @throws IllegalStateException within another run, of this or another memory, or while
    ///   another thread runs something in this one
    public <T extends @Nullable Object> T run(Supplier<T> body) {
        if (isBound()) {
            throw new IllegalStateException(
                    "a step within a step: the memory of the outer one serves both, so call the"
                            + " function itself");
        }
        if (!running.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "another thread runs a step in this memory: give each thread one of its own");
        }
        Lease own = new Lease();
        lease = own;
        try {
            return ScopedValue.where(CURRENT, this).call(body::get);
        } finally {
            own.ended = true;
            lease = null;
            pool.takeBack();
            running.set(false);
        }
    }

    /// Runs something whose tensors are to last, such as making a layer or an optimizer: its memory
    /// is never used again. Outside of any step it just runs.
    public static <T extends @Nullable Object> T outside(Supplier<T> body) {
        return isBound() ? ScopedValue.where(CURRENT, null).call(body::get) : body.get();
    }

    private static boolean isBound() {
        return CURRENT.isBound() && CURRENT.get() != null;
    }

    /// The bytes of all arrays that it holds.
    public long bytes() {
        return pool.bytes();
    }

    /// The lease of a tensor that is made now; null if it lasts.
    static @Nullable Lease currentLease() {
        @Nullable StepMemory current = CURRENT.isBound() ? CURRENT.get() : null;
        return current == null ? null : Objects.requireNonNull(current.lease);
    }

    /// Whether a tensor of this lease that gets its elements now may have them in the memory of the
    /// step that is going on; one that was there before it may not.
    static boolean isCurrent(@Nullable Lease lease) {
        return lease == currentLease();
    }

    /// An array for a tensor that is made now.
    ///
    /// @param content what the caller relies on
    static Object allocate(DType type, int length, Content content) {
        @Nullable StepMemory current = CURRENT.isBound() ? CURRENT.get() : null;
        if (current == null || !Objects.requireNonNull(current.lease).isOfThisThread()) {
            return type.newArray(length);
        }
        return current.pool.take(type, length, content);
    }

    /// What an array holds at first.
    enum Content {
        /// Zeros.
        ZEROS,
        /// Anything: the caller writes all of it.
        ANYTHING
    }
}
