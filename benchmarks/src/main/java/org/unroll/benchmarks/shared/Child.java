package org.unroll.benchmarks.shared;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The end of the conversation that runs in a process of its own: lines on standard input say what
/// to do, each answered by one line on standard output.
///
/// - `results N` does N steps and answers their results;
/// - `times SECONDS LEAST` does steps until both are reached and answers each one's milliseconds;
/// - `compiled` answers for how many milliseconds the JVM has compiled so far;
/// - `memory` answers the bytes that a step of the last `times` allocated, the peak of the heap in
///   it, and the peak of the process's resident memory so far.
public final class Child {
    private static final int MOST = 100_000;

    private final Side side;
    private final double[] millis = new double[MOST];
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private double bytesPerStep;

    private Child(Side side) {
        this.side = side;
    }

    /// Answers until standard input ends.
    public static void serve(Side side) throws IOException {
        new Child(side).answer();
    }

    private void answer() throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = System.out;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            out.println(
                    switch (words[0]) {
                        case "results" -> results(Integer.parseInt(words[1]));
                        case "times" ->
                                times(Double.parseDouble(words[1]), Integer.parseInt(words[2]));
                        case "memory" -> memory();
                        case "compiled" ->
                                Long.toString(
                                        ManagementFactory.getCompilationMXBean()
                                                .getTotalCompilationTime());
                        default -> throw new IllegalArgumentException(line);
                    });
            out.flush();
        }
    }

    private String results(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            side.step();
            text.append(side.result()).append(' ');
        }
        return text.toString();
    }

    private String times(double seconds, int least) {
        heapPools().forEach(MemoryPoolMXBean::resetPeakUsage);
        long before = threads.getTotalThreadAllocatedBytes();
        int count = 0;
        long start = System.nanoTime();
        long end = start + (long) (seconds * 1e9);
        for (long last = start; count < MOST && (count < least || last < end); count++) {
            side.step();
            long now = System.nanoTime();
            millis[count] = (now - last) / 1e6;
            last = now;
        }
        bytesPerStep = (double) (threads.getTotalThreadAllocatedBytes() - before) / count;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append((float) millis[i]).append(' ');
        }
        return text.toString();
    }

    private String memory() throws IOException {
        long heap = heapPools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
        return bytesPerStep + " " + heap + " " + residentPeak();
    }

    private static List<MemoryPoolMXBean> heapPools() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .toList();
    }

    /// The process's largest resident memory so far; Linux keeps it, elsewhere 0.
    private static long residentPeak() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElse(0);
    }
}
