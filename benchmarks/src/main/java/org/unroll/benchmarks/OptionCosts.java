package org.unroll.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// What options of cells cost: training steps of each, and of the plain cell in turn with them.
///
/// @param times by the option's name
record OptionCosts(Map<String, Times> times) {
    /// Times all, each in a process of its own.
    static OptionCosts measure(Timing timing) {
        Map<String, Times> times = new LinkedHashMap<>();
        List<String> plains = CellOption.all().stream().map(CellOption::plain).distinct().toList();
        for (String plain : plains) {
            Map<String, Contestant> contestants = new LinkedHashMap<>();
            try {
                for (CellOption option : CellOption.all()) {
                    if (option.plain().equals(plain)) {
                        Progress.line(option.name());
                        Contestant contestant =
                                Timing.own(option.name(), OwnProcess.OPTION, option.name());
                        contestants.put(option.name(), contestant);
                        timing.warm(contestant);
                    }
                }
                timing.takeTurns(new ArrayList<>(contestants.values()));
                contestants.forEach((name, one) -> times.put(name, one.times()));
            } finally {
                contestants.values().forEach(Contestant::close);
            }
        }
        return new OptionCosts(times);
    }

    /// The option's time over the plain cell's.
    double ratio(CellOption option) {
        return of(option.name()).median() / of(option.plain()).median();
    }

    private Times of(String name) {
        return Objects.requireNonNull(times.get(name));
    }

    void print() {
        IO.println("%-30s %10s %21s %8s".formatted("", "median ms", "quartiles", "ratio"));
        for (CellOption option : CellOption.all()) {
            Times own = of(option.name());
            IO.println(
                    "%-30s %10.4g %21s %8.2f"
                            .formatted(
                                    option.name(),
                                    own.median(),
                                    "%.4g to %.4g"
                                            .formatted(own.lowerQuartile(), own.upperQuartile()),
                                    ratio(option)));
        }
    }
}
