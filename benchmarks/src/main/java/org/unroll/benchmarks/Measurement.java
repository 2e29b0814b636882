package org.unroll.benchmarks;

import org.jspecify.annotations.Nullable;
import org.unroll.benchmarks.shared.Workload;

/// What came out for a workload.
///
/// @param times this library's
/// @param memory this library's
/// @param builtIn the built-in cell's times, where the workload has a user's cell
/// @param peer the name and times of the peer's fastest way
record Measurement(
        Workload workload,
        Times times,
        Contestant.Memory memory,
        @Nullable Times builtIn,
        @Nullable Peer peer) {

    /// The peer's fastest way.
    ///
    /// @param name which way
    record Peer(String name, Times times) {}

    /// Billions of floating-point operations a second in matrix products.
    double gflops() {
        return workload.operations() / times.median() / 1e6;
    }

    /// The peer's time over ours.
    double ratio(Peer other) {
        return other.times().median() / times.median();
    }

    /// Our time over the built-in cell's.
    double over(Times other) {
        return times.median() / other.median();
    }
}
