package org.unroll.internal.kernel;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Random;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Prints the figures that the kernels' README quotes: not a test, but a program to run on a quiet
/// machine. Each figure is the best of several rounds' medians, all in one process.
final class KernelFigures {
    private static final ThreadMXBean CLOCK = ManagementFactory.getThreadMXBean();
    private static final int ROUNDS = 7;
    private static final int[][] PRODUCTS = {
        {32, 512, 128},
        {16, 512, 128},
        {896, 512, 28},
        {500, 400, 100},
        {64, 2048, 512},
        {512, 512, 512},
        {2, 2048, 512},
        {1, 2048, 512}
    };

    private KernelFigures() {}

    public static void main(String[] arguments) {
        System.out.println(KernelChoice.description() + ", Java " + Runtime.version());
        Parallel.runWith(
                1,
                () -> {
                    figures(KernelChoice.float32());
                    figures(KernelChoice.float64());
                });
    }

    private static <A> void figures(Kernels<A> kernels) {
        boolean single = kernels.allocate(0) instanceof float[];
        System.out.println(single ? "float32" : "float64");
        if (!kernels.name().equals("scalar")) {
            double peak = single ? FmaPeak.float32() : FmaPeak.float64();
            System.out.println("| peak of fused multiply-adds | %.0f |".formatted(peak));
        }
        for (int[] shape : PRODUCTS) {
            product(kernels, shape[0], shape[1], shape[2]);
        }
        gradient(kernels, 512, 512, 6400);
        gradient(kernels, 128, 512, 896);
        for (int n : new int[] {2048, 64, 100}) {
            elementwise(kernels, n);
        }
    }

    private static <A> void product(Kernels<A> kernels, int m, int n, int k) {
        A a = Data.ordinary(kernels, m * k, new Random(1));
        A b = Data.ordinary(kernels, k * n, new Random(2));
        A c = kernels.allocate(m * n);
        A packed = kernels.allocate(kernels.packedLength(k, n));
        kernels.pack(k, n, b, 0, n, 1, packed, 0);
        double nanos =
                time(
                        (long) m * n * k,
                        () ->
                                kernels.multiply(
                                        m, n, k, a, 0, k, 1, packed, 0, c, 0, n, Start.ZERO));
        System.out.println("| %d x %d x %d | %.0f |".formatted(m, n, k, 2.0 * m * n * k / nanos));
    }

    private static <A> void gradient(Kernels<A> kernels, int m, int n, int k) {
        A a = Data.ordinary(kernels, m * k, new Random(1));
        A b = Data.ordinary(kernels, k * n, new Random(2));
        A c = kernels.allocate(m * n);
        double nanos =
                time(
                        (long) m * n * k,
                        () ->
                                UnpackedProduct.multiply(
                                        kernels, m, n, k, a, 0, 1, m, b, 0, n, 1, c, 0, n));
        System.out.println(
                "| %d x %d x %d, transposed A, packing | %.0f |"
                        .formatted(m, n, k, 2.0 * m * n * k / nanos));
    }

    private static <A> void elementwise(Kernels<A> kernels, int n) {
        A x = Data.ordinary(kernels, n, new Random(1));
        A y = Data.ordinary(kernels, n, new Random(2));
        A out = kernels.allocate(n);
        StringBuilder line = new StringBuilder("ns per element of " + n + ":");
        for (Unary op : Unary.values()) {
            double nanos = time(20L * n, () -> kernels.unary(op, 1, n, x, 0, n, out, 0, n));
            line.append(" %s %.2f".formatted(op, nanos / n));
        }
        for (Binary op : Binary.values()) {
            double nanos =
                    time(
                            20L * n,
                            () -> kernels.binary(op, 1, n, x, 0, n, 1, y, 0, n, 1, out, 0, n));
            line.append(" %s %.2f".formatted(op, nanos / n));
        }
        double nanos =
                time(
                        20L * n,
                        () -> kernels.binary(Binary.ADD, 1, n, x, 0, 0, 0, y, 0, n, 1, out, 0, n));
        line.append(" ADD_TO_ONE_VALUE %.2f".formatted(nanos / n));
        nanos = time(20L * n, () -> kernels.rowSum(1, n, x, 0, n, out, 0, 1));
        line.append(" ROW_SUM %.2f".formatted(nanos / n));
        System.out.println(line);
    }

    /// Nanoseconds of one run, each measurement being some hundred microseconds of work or more.
    /// The thread's own time, so that other work on the machine costs no more than some of the
    /// caches.
    private static double time(long work, Runnable operation) {
        int inner = (int) Math.max(1, 20_000_000 / work);
        int measurements = Math.clamp(2_000_000_000L / Math.max(work, 20_000_000), 9, 100);
        double best = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            double[] nanos = new double[measurements];
            for (int i = 0; i < measurements; i++) {
                long before = CLOCK.getCurrentThreadCpuTime();
                for (int j = 0; j < inner; j++) {
                    operation.run();
                }
                nanos[i] = (double) (CLOCK.getCurrentThreadCpuTime() - before) / inner;
            }
            Arrays.sort(nanos);
            best = Math.min(best, nanos[measurements / 2]);
        }
        return best;
    }

    /// GFLOP/s of sixteen independent chains of fused multiply-adds without any memory access. A
    /// class of its own, which needs the Vector API.
    private static final class FmaPeak {
        private static final VectorSpecies<Float> FLOATS = FloatLanes.SPECIES;
        private static final int STEPS = 50_000;

        static double float32() {
            double nanos = time(1_000_000, () -> chains(STEPS));
            return 2.0 * 16 * FLOATS.length() * STEPS / nanos;
        }

        /// Half as many lanes.
        static double float64() {
            return float32() / 2;
        }

        private static float chains(int steps) {
            var x = FloatVector.broadcast(FLOATS, 0.5f);
            var y = FloatVector.broadcast(FLOATS, 0.3f + steps);
            var v0 = x.mul(0f);
            var v1 = x.mul(1f);
            var v2 = x.mul(2f);
            var v3 = x.mul(3f);
            var v4 = x.mul(4f);
            var v5 = x.mul(5f);
            var v6 = x.mul(6f);
            var v7 = x.mul(7f);
            var v8 = x.mul(8f);
            var v9 = x.mul(9f);
            var v10 = x.mul(10f);
            var v11 = x.mul(11f);
            var v12 = x.mul(12f);
            var v13 = x.mul(13f);
            var v14 = x.mul(14f);
            var v15 = x.mul(15f);
            for (int i = 0; i < steps; i++) {
                v0 = v0.fma(x, y);
                v1 = v1.fma(x, y);
                v2 = v2.fma(x, y);
                v3 = v3.fma(x, y);
                v4 = v4.fma(x, y);
                v5 = v5.fma(x, y);
                v6 = v6.fma(x, y);
                v7 = v7.fma(x, y);
                v8 = v8.fma(x, y);
                v9 = v9.fma(x, y);
                v10 = v10.fma(x, y);
                v11 = v11.fma(x, y);
                v12 = v12.fma(x, y);
                v13 = v13.fma(x, y);
                v14 = v14.fma(x, y);
                v15 = v15.fma(x, y);
            }
            return v0.add(v1)
                    .add(v2)
                    .add(v3)
                    .add(v4)
                    .add(v5)
                    .add(v6)
                    .add(v7)
                    .add(v8)
                    .add(v9)
                    .add(v10)
                    .add(v11)
                    .add(v12)
                    .add(v13)
                    .add(v14)
                    .add(v15)
                    .lane(0);
        }
    }
}
