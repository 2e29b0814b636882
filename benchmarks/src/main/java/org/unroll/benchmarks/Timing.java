package org.unroll.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unroll.benchmarks.shared.Precision;
import org.unroll.benchmarks.shared.Workload;
import org.unroll.benchmarks.shared.Writing;
import org.unroll.tensor.Compute;

/// Times a workload: everybody who does it starts in a process of its own, has to come to the same
/// results, warms up, and is then timed in turn, several times round.
final class Timing {
    private static final int RESULTS = 3;
    private static final int LEAST_WARM_UP = 3;
    private static final int LEAST = 2;
    private static final double TRIAL = 1;

    /// A JVM that compiles for less than this share of the time is done: what is called once in a
    /// step gets its final form only after thousands of steps, and until then the compiler takes a
    /// processor from the threads that compute.
    private static final double COMPILING = 0.02;

    private final double warmUp;
    private final double seconds;
    private final int rounds;
    private final @Nullable PyTorch peer;

    /// @param warmUp seconds after which a side is timed even if its JVM still compiles
    /// @param seconds for which everybody is timed, all rounds together
    Timing(double warmUp, double seconds, int rounds, @Nullable PyTorch peer) {
        this.warmUp = warmUp;
        this.seconds = seconds;
        this.rounds = rounds;
        this.peer = peer;
    }

    Measurement measure(Workload workload) {
        List<Contestant> open = new ArrayList<>();
        try {
            return measure(workload, open);
        } finally {
            open.forEach(Contestant::close);
        }
    }

    private Measurement measure(Workload workload, List<Contestant> open) {
        Contestant own = own(workload.name(), workload.name());
        open.add(own);
        double[] results = own.results(RESULTS);
        warm(own);
        List<Contestant> timed = new ArrayList<>(List.of(own));
        Contestant builtIn = null;
        if (workload.network().writing() != Writing.BUILT_IN) {
            builtIn = own("the built-in cell", workload.name(), OwnProcess.BUILT_IN);
            open.add(builtIn);
            requireSame(workload, results, builtIn);
            warm(builtIn);
            timed.add(builtIn);
        }
        List<Contestant> peers = new ArrayList<>();
        if (peer != null) {
            peers.addAll(peer.contestants(workload, Compute.threads()));
            open.addAll(peers);
            List<Contestant> best = fastest(workload, results, peers);
            peers.retainAll(best);
            timed.addAll(peers);
        }
        takeTurns(timed);
        return new Measurement(
                workload,
                own.times(),
                own.memory(),
                builtIn == null ? null : builtIn.times(),
                peers.stream()
                        .map(p -> new Measurement.Peer(p.name(), p.times()))
                        .min(Comparator.comparingDouble(p -> p.times().median()))
                        .orElse(null));
    }

    /// Times each for a share of its seconds, then the next, as many times round as there are
    /// rounds.
    void takeTurns(List<Contestant> timed) {
        for (int round = 0; round < rounds; round++) {
            for (Contestant contestant : timed) {
                contestant.time(seconds / rounds, LEAST);
            }
        }
    }

    void warm(Contestant contestant) {
        double waited = 0;
        double share;
        do {
            double before = contestant.compiled();
            contestant.warmUp(TRIAL, LEAST_WARM_UP);
            share = (contestant.compiled() - before) / (1000 * TRIAL);
            waited += TRIAL;
        } while (waited < warmUp && (waited < LEAST_WARM_UP || share > COMPILING));
    }

    /// Warms the peer's ways up and gives those that are not clearly slower than the fastest. A way
    /// that stalls takes seconds for a step, so only the first one shows that it does the same work
    /// for several steps.
    private List<Contestant> fastest(Workload workload, double[] results, List<Contestant> peers) {
        requireSame(workload, results, peers.getFirst());
        List<Double> trials = new ArrayList<>();
        for (Contestant contestant : peers) {
            double trial = contestant.warmUp(TRIAL, 2);
            Progress.line("  %s: about %.3g ms".formatted(contestant.name(), trial));
            trials.add(trial);
        }
        double least = trials.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        List<Contestant> best = new ArrayList<>();
        for (int i = 0; i < peers.size(); i++) {
            if (trials.get(i) <= 1.25 * least) {
                best.add(peers.get(i));
            } else {
                peers.get(i).close();
            }
        }
        return best;
    }

    /// The first steps' losses or outputs have to agree: only then is the work the same.
    private static void requireSame(Workload workload, double[] expected, Contestant contestant) {
        double[] actual = contestant.results(RESULTS);
        // After an update, RMSprop has made a step of full size of every rounding error.
        double tolerance = workload.precision() == Precision.FLOAT32 ? 2e-4 : 1e-6;
        for (int i = 0; i < RESULTS; i++) {
            if (!(Math.abs(expected[i] - actual[i]) <= tolerance * Math.abs(expected[i]))) {
                throw new IllegalStateException(
                        "%s: step %d gives %s here but %s by %s: not the same work"
                                .formatted(
                                        workload.name(),
                                        i + 1,
                                        expected[i],
                                        actual[i],
                                        contestant.name()));
            }
        }
    }

    /// The largest rate of multiply-adds, in GFLOP/s, of all threads together.
    static double peak(Precision precision) {
        try (Contestant peak = own("the peak", precision.name())) {
            peak.warmUp(0.5, LEAST_WARM_UP);
            peak.time(0.5, LEAST_WARM_UP);
            return OwnProcess.peak(precision).operations() / peak.times().least() / 1e6;
        }
    }

    static Contestant own(String name, String... arguments) {
        return new Contestant(name, OwnCommand.of(arguments), Map.of());
    }
}
