package org.unroll.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.unroll.benchmarks.shared.Precision;
import org.unroll.benchmarks.shared.Workloads;

/// The form of the results that programs read.
class JsonResultsTest {
    @Test
    void anObjectForEachWorkloadInOneArray() {
        Times ours = new Times(new double[] {3, 1, 2});
        Measurement measurement =
                new Measurement(
                        Workloads.all().getFirst(),
                        ours,
                        new Contestant.Memory(100, 200, 300),
                        new Times(new double[] {4}),
                        new Measurement.Peer("PyTorch", new Times(new double[] {5})));

        String json = JsonResults.of(List.of(measurement), Map.of(Precision.FLOAT32, 500.0));

        assertThat(json)
                .startsWith("[{\"workload\":\"W1\"")
                .endsWith("}]")
                .contains(
                        "\"ms\":2.0",
                        "\"bytes_per_step\":100",
                        "\"over_builtin\":0.5",
                        "\"peer_ms\":5.0",
                        "\"ratio\":2.5",
                        "\"gflops\":",
                        "\"peak_share\":")
                .doesNotContain("\n");
    }

    @Test
    void whatWasNotMeasuredIsLeftOut() {
        Measurement measurement =
                new Measurement(
                        Workloads.all().getFirst(),
                        new Times(new double[] {1}),
                        new Contestant.Memory(1, 2, 3),
                        null,
                        null);
        assertThat(JsonResults.of(List.of(measurement), Map.of(Precision.FLOAT32, 500.0)))
                .doesNotContain("peer")
                .doesNotContain("builtin");
    }
}
