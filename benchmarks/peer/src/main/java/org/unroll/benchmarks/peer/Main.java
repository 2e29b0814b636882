package org.unroll.benchmarks.peer;

import java.io.IOException;
import org.bytedeco.pytorch.global.torch;
import org.unroll.benchmarks.shared.Child;
import org.unroll.benchmarks.shared.Workload;
import org.unroll.benchmarks.shared.Workloads;

/// Does one workload by PyTorch, as told on standard input: see [Child].
public final class Main {
    private Main() {}

    /// The arguments are the workload's name and the number of threads.
    public static void main(String[] arguments) throws IOException {
        String config = torch.show_config().getString();
        if (!config.contains("Math Kernel Library") || !config.contains("MKL-DNN")) {
            throw new IllegalStateException("not the official build of libtorch:\n" + config);
        }
        torch.set_num_threads(Integer.parseInt(arguments[1]));
        Workload workload =
                Workloads.all().stream()
                        .filter(w -> w.name().equals(arguments[0]))
                        .findFirst()
                        .orElseThrow();
        Child.serve(new Torch(workload));
    }
}
