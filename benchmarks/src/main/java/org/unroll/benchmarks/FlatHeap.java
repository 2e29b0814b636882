package org.unroll.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import org.unroll.benchmarks.shared.Workload;
import org.unroll.benchmarks.shared.Workloads;

/// Trains W1 and W3 for thousands of steps and says what lives on the heap on the way: the entry of
/// `tools/flat-heap`, which gives the process a small heap.
public final class FlatHeap {
    /// By how much the heap may grow from the first tenth of the steps to the last one.
    private static final double MOST = 1.05;

    private FlatHeap() {}

    /// The argument is the number of steps. Ends with 1 if what lives on the heap grew.
    public static void main(String[] arguments) {
        int steps = Integer.parseInt(arguments[0]);
        boolean flat = true;
        for (String name : List.of("W1", "W3-lstm")) {
            flat &= isFlat(name, steps);
        }
        if (!flat) {
            System.exit(1);
        }
    }

    private static boolean isFlat(String name, int steps) {
        Workload workload =
                Workloads.all().stream()
                        .filter(candidate -> candidate.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        OwnSide side = new OwnSide(workload);
        long early = 0;
        long now = 0;
        for (int step = 1; step <= steps; step++) {
            side.step();
            if (step % Math.max(1, steps / 10) == 0) {
                now = living();
                early = early == 0 ? now : early;
                IO.println(
                        String.format(
                                Locale.ROOT,
                                "%-8s step %6d: %.2f MB live on the heap",
                                name,
                                step,
                                now / 1e6));
            }
        }
        return now <= early * MOST;
    }

    /// Bytes in use once the garbage is gone.
    private static long living() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
