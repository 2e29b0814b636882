package org.unroll.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A process that does a workload when told to: the other end of [Child]'s conversation. While it
/// is not told anything it waits, so that others can be timed in turn.
final class Contestant implements AutoCloseable {
    private final String name;
    private final Process process;
    private final BufferedReader answers;
    private final BufferedWriter orders;
    private final List<Double> millis = new ArrayList<>();

    /// @param name for messages
    /// @param environment variables to set; an empty value removes one
    Contestant(String name, List<String> command, Map<String, String> environment) {
        this.name = name;
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        environment.forEach((variable, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(variable);
            } else {
                builder.environment().put(variable, value);
            }
        });
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        answers = process.inputReader(StandardCharsets.UTF_8);
        orders = process.outputWriter(StandardCharsets.UTF_8);
    }

    String name() {
        return name;
    }

    /// The results of so many steps.
    double[] results(int count) {
        return numbers("results " + count);
    }

    /// Runs without keeping the times; gives their median.
    double warmUp(double seconds, int least) {
        return new Times(numbers("times %s %d".formatted(seconds, least))).median();
    }

    /// For how many milliseconds its JVM has compiled so far.
    double compiled() {
        return numbers("compiled")[0];
    }

    /// Runs and keeps the times.
    void time(double seconds, int least) {
        for (double time : numbers("times %s %d".formatted(seconds, least))) {
            millis.add(time);
        }
    }

    /// All times kept so far, in milliseconds.
    Times times() {
        return new Times(millis.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /// What it took of memory.
    ///
    /// @param bytesPerStep allocated on the heap, by a step
    /// @param heapPeak bytes in use on the heap, garbage included
    /// @param residentPeak the process's largest resident memory in bytes; 0 where that is not
    ///   known
    record Memory(double bytesPerStep, double heapPeak, double residentPeak) {}

    Memory memory() {
        double[] numbers = numbers("memory");
        return new Memory(numbers[0], numbers[1], numbers[2]);
    }

    private double[] numbers(String order) {
        String answer;
        try {
            orders.write(order);
            orders.newLine();
            orders.flush();
            answer = answers.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " has ended: see above", e);
        }
        if (answer == null) {
            throw new IllegalStateException(name + " has ended: see above");
        }
        return Stream.of(answer.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
