package org.unroll.benchmarks;

/// Lines on standard error: standard output is for results.
final class Progress {
    private Progress() {}

    static void line(String text) {
        System.err.println(text);
    }
}
