package org.unroll.testkit.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What must fit a small heap, in processes of their own. 100,000 timesteps of an LSTM from 8 to 32
/// numbers keep 93 MB of activations; input, output and the output's gradient take 29 MB.
@Tag("once")
class BoundedHeapTest {
    @Test
    void aHundredThousandTimestepsTrainByComputingAgain() throws Exception {
        assertThat(run("keeping", 80)).contains("OutOfMemoryError"); // or this test shows nothing
        assertThat(run("recomputing", 80)).isEqualTo("done\n");
    }

    @Test
    void inferenceKeepsNoActivations() throws Exception {
        assertThat(run("inference", 40)).isEqualTo("done\n");
    }

    @Test
    void notebook004Trains() throws Exception {
        assertThat(run("names", 256)).isEqualTo("done\n");
    }

    private static String run(String what, int megabytes) throws IOException, InterruptedException {
        List<String> command =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + megabytes + "m",
                        "--add-modules=jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeRuns.class.getName(),
                        what);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return output.lines()
                .filter(line -> !line.startsWith("WARNING: Using incubator"))
                .map(line -> line + "\n")
                .reduce("", String::concat);
    }
}
