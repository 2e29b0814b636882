package org.unroll.benchmarks;

import java.io.IOException;
import org.unroll.benchmarks.shared.Child;
import org.unroll.benchmarks.shared.Precision;
import org.unroll.benchmarks.shared.Workload;
import org.unroll.benchmarks.shared.Workloads;
import org.unroll.benchmarks.shared.Writing;
import org.unroll.tensor.Compute;

/// The entry of the processes in which this library works, as told on standard input: see [Child].
public final class OwnProcess {
    /// The second argument that asks for the built-in cell where a workload has a user's.
    static final String BUILT_IN = "built-in";

    /// The first argument for a cell's option, whose name is the second.
    static final String OPTION = "option";

    private OwnProcess() {}

    /// The first argument is a workload's name, or `FLOAT32` or `FLOAT64` for the peak, or
    /// `option`.
    public static void main(String[] arguments) throws IOException {
        String name = arguments[0];
        for (Precision precision : Precision.values()) {
            if (precision.name().equals(name)) {
                Child.serve(peak(precision));
                return;
            }
        }
        if (name.equals(OPTION)) {
            Child.serve(
                    new OptionSide(
                            CellOption.all().stream()
                                    .filter(option -> option.name().equals(arguments[1]))
                                    .findFirst()
                                    .orElseThrow()));
            return;
        }
        Workload workload =
                Workloads.all().stream()
                        .filter(w -> w.name().equals(name))
                        .findFirst()
                        .orElseThrow();
        boolean builtIn = arguments.length > 1 && arguments[1].equals(BUILT_IN);
        Workload written = builtIn ? workload.written(name, Writing.BUILT_IN) : workload;
        new OwnSide(written).requireCorrect();
        Child.serve(new OwnSide(written));
    }

    /// What is fastest here.
    static MultiplyAdd peak(Precision precision) {
        boolean vector = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        MultiplyAdd.Chains chains =
                !vector
                        ? ScalarChains.chains()
                        : precision == Precision.FLOAT32
                                ? VectorChains.float32()
                                : VectorChains.float64();
        return new MultiplyAdd(Compute.threads(), chains);
    }
}
