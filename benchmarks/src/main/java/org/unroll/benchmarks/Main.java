package org.unroll.benchmarks;

import java.util.Arrays;
import java.util.List;
import org.unroll.tensor.Compute;

/// Times workloads: the median of many steps after a warm-up, with the quartiles as spread.
/// Arguments are the names of workloads; none means all.
public final class Main {
    private static final long WARM_UP_NANOS = 6_000_000_000L;
    private static final long MEASURE_NANOS = 6_000_000_000L;
    private static final int MOST = 20_000;

    private Main() {}

    /// Runs what is named.
    public static void main(String[] names) {
        IO.println(
                "kernels %s, %d threads, JDK %s"
                        .formatted(Compute.kernels(), Compute.threads(), Runtime.version()));
        List<String> wanted = List.of(names);
        for (Workload workload : Workloads.all()) {
            if (wanted.isEmpty() || wanted.contains(workload.name())) {
                workload.requireCorrect();
                IO.println(line(workload, times(workload)));
            }
        }
    }

    private static double[] times(Workload workload) {
        long start = System.nanoTime();
        while (System.nanoTime() - start < WARM_UP_NANOS) {
            double _ = workload.step().getAsDouble();
        }
        double[] millis = new double[MOST];
        int count = 0;
        start = System.nanoTime();
        while (count < MOST && System.nanoTime() - start < MEASURE_NANOS) {
            long before = System.nanoTime();
            double _ = workload.step().getAsDouble();
            millis[count++] = (System.nanoTime() - before) / 1e6;
        }
        double[] sorted = Arrays.copyOf(millis, count);
        Arrays.sort(sorted);
        return sorted;
    }

    private static String line(Workload workload, double[] sorted) {
        return "%-10s %8.3f ms (quartiles %.3f to %.3f, %d steps)  %s"
                .formatted(
                        workload.name(),
                        sorted[sorted.length / 2],
                        sorted[sorted.length / 4],
                        sorted[sorted.length * 3 / 4],
                        sorted.length,
                        workload.what());
    }
}
