package org.unroll.tensor;

import java.util.random.RandomGenerator;
import org.unroll.internal.kernel.Philox;

/// A seeded stream of random numbers: Philox4x32-10 (Salmon et al., "Parallel random numbers: as
/// easy as 1, 2, 3", 2011), the one random algorithm of this library. Equal seeds give equal
/// numbers, on every machine.
///
/// A stream is a key and a position, so its state is two numbers, and any number of independent
/// streams can be forked off by name. Not safe for use by several threads at once: fork a stream
/// for each.
public final class Rng implements RandomGenerator {
    private final long key;
    private long position;

    /// The counter's block that was computed last: two 64-bit numbers.
    private final int[] block = new int[4];

    private long blockNumber = -1;

    private Rng(long key, long position) {
        this.key = key;
        this.position = position;
    }

    /// The stream of this seed, from its start.
    public static Rng seeded(long seed) {
        return new Rng(mix(seed), 0);
    }

    /// The stream that stands where another one stood when its [#state()] was taken.
    public static Rng restored(RngState state) {
        return new Rng(state.key(), state.position());
    }

    /// Where this stream stands.
    public RngState state() {
        return new RngState(key, position);
    }

    /// An independent stream for a purpose. It depends on this stream's seed and the name alone,
    /// not on how many numbers were drawn, and drawing from it leaves this one as it is.
    public Rng fork(String name) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < name.length(); i++) {
            hash = (hash ^ name.charAt(i)) * 0x100000001b3L;
        }
        return new Rng(mix(key ^ mix(hash)), 0);
    }

    /// An independent stream by number, such as an epoch's.
    public Rng fork(long number) {
        return new Rng(mix(key + 0x9e3779b97f4a7c15L * (number + 1)), 0);
    }

    @Override
    public long nextLong() {
        if (blockNumber != position >>> 1) {
            blockNumber = position >>> 1;
            Philox.block(key, blockNumber, 0, block);
        }
        int at = (int) (position++ & 1) * 2;
        return ((long) block[at + 1] << 32) | (block[at] & 0xffffffffL);
    }

    /// A tensor of numbers drawn evenly from `[low, high)`.
    public Tensor uniform(DType type, double low, double high, int... dims) {
        return filled(
                type,
                Shape.of(dims),
                () -> below(high, type, low, low + (high - low) * nextDouble()));
    }

    /// The number itself unless rounding brought it up to `high`; then the type's next number
    /// below.
    private static double below(double high, DType type, double low, double value) {
        double rounded = type == DType.FLOAT32 ? (float) value : value;
        if (rounded < high || !(low < high)) {
            return value;
        }
        return type == DType.FLOAT32 ? Math.nextDown((float) rounded) : Math.nextDown(high);
    }

    /// A tensor of normally distributed numbers.
    public Tensor normal(DType type, double mean, double deviation, int... dims) {
        return filled(type, Shape.of(dims), () -> mean + deviation * nextGaussian());
    }

    /// By Box and Muller's transform: always two draws, so that the position stays a simple count.
    @Override
    public double nextGaussian() {
        double radius = StrictMath.sqrt(-2 * StrictMath.log(1 - nextDouble()));
        return radius * StrictMath.cos(2 * StrictMath.PI * nextDouble());
    }

    /// The numbers 0 to n - 1 in random order (Fisher and Yates).
    public int[] permutation(int n) {
        if (n < 0) {
            throw new IllegalArgumentException("expected n >= 0 but got " + n);
        }
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static Tensor filled(DType type, Shape shape, java.util.function.DoubleSupplier draw) {
        double[] values = new double[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = draw.getAsDouble();
        }
        return Tensor.wrap(values, shape).to(type);
    }

    /// The finalizer of SplitMix64 (Steele, Lea and Flood 2014): near seeds give unlike keys.
    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
