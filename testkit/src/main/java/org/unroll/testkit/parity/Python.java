package org.unroll.testkit.parity;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A Python that has PyTorch.
///
/// @param command how it is started
public record Python(String command) {
    private static final String HAS_TORCH =
            "import importlib.util as u, sys; sys.exit(not all(map(u.find_spec, ['torch',"
                    + " 'numpy'])))";

    /// The one that the environment variable `UNROLL_PYTHON` names, or else `python3` of the path
    /// or the system's, whichever has PyTorch and NumPy.
    public static Optional<Python> withPyTorch() {
        @Nullable String named = System.getenv("UNROLL_PYTHON");
        List<String> commands =
                named == null ? List.of("python3", "/usr/bin/python3") : List.of(named);
        return commands.stream().map(Python::new).filter(Python::hasPyTorch).findFirst();
    }

    private boolean hasPyTorch() {
        try {
            run("-c", HAS_TORCH);
            return true;
        } catch (IOException absent) {
            return false;
        }
    }

    /// Runs it to its end.
    ///
    /// @return what it printed
    /// @throws IOException if it cannot be started or fails, with what it said
    public String run(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(arguments));
        Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
        String printed;
        int code;
        try (var reader = process.inputReader()) {
            process.getOutputStream().close();
            printed = reader.readAllAsString();
            code = process.waitFor();
        } catch (InterruptedException interruption) {
            process.destroy();
            Thread.currentThread().interrupt();
            throw new IOException(interruption);
        }
        if (code != 0) {
            throw new IOException(
                    "%s ended with %d:%n%s".formatted(String.join(" ", all), code, printed));
        }
        return printed.strip();
    }

    /// Runs a script of a folder.
    public String run(Path script, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(script.toString()));
        all.addAll(List.of(arguments));
        return run(all.toArray(String[]::new));
    }
}
