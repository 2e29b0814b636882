package org.unroll.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.unroll.tensor.Compute;

/// The version, the JDK and the kernels.
final class VersionPage {
    private VersionPage() {}

    static void print(String[] arguments, Streams streams) {
        boolean json = arguments.length > 1 && arguments[1].equals("--json");
        if (arguments.length > 1 && !json) {
            throw Failure.usage(
                    "did not expect '" + arguments[1] + "' after '" + arguments[0] + "'");
        }
        String jdk =
                System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")";
        if (json) {
            Map<String, Object> page = new LinkedHashMap<>();
            page.put("version", version());
            page.put("jdk", jdk);
            page.put("kernels", kernels());
            page.put("threads", Compute.threads());
            Json.write(streams.out(), page);
        } else {
            streams.out().print("Unroll " + version() + "\n");
            streams.out().print("jdk " + jdk + "\n");
            streams.out().print("kernels " + kernels() + "\n");
            streams.flushResults();
        }
    }

    /// From the jar, which the build stamps.
    static String version() {
        @Nullable String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(development)" : version;
    }

    /// Short commands like this one start on scalar kernels on purpose; the launcher says what long
    /// ones get.
    private static String kernels() {
        @Nullable String training = System.getProperty("unroll.training.kernels");
        String here = Compute.kernels();
        return training == null || here.startsWith(training)
                ? here
                : training
                        + " for training and evaluation, "
                        + firstWord(here)
                        + " for short commands";
    }

    private static String firstWord(String text) {
        int space = text.indexOf(' ');
        return space < 0 ? text : text.substring(0, space);
    }
}
