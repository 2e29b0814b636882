package org.unroll.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.unroll.benchmarks.shared.Workload;

/// PyTorch's C++ library as a peer: fetched and built on first use, by a Maven project of its own.
final class PyTorch {
    private static final String NATIVE = "org/bytedeco/pytorch/linux-x86_64";

    private final Path root;
    private final Path project;
    private final Path official;
    private final Path libraries;

    private PyTorch(Path root) {
        this.root = root;
        project = root.resolve("benchmarks").resolve("peer");
        official = project.resolve("target").resolve("official");
        libraries = official.resolve(NATIVE);
    }

    /// Fetches and builds what is missing or old.
    ///
    /// @throws UnsupportedOperationException where there is no build of PyTorch for this system
    static PyTorch prepared(Path root) throws IOException {
        String system = System.getProperty("os.name");
        String processor = System.getProperty("os.arch");
        if (!system.equals("Linux") || !processor.equals("amd64")) {
            throw new UnsupportedOperationException(
                    "the peer is PyTorch's build for Linux on x86-64, and this is %s on %s"
                            .formatted(system, processor));
        }
        PyTorch peer = new PyTorch(root);
        peer.build();
        return peer;
    }

    private void build() throws IOException {
        Path stamp = project.resolve("target").resolve("built");
        if (Files.exists(stamp)
                && Files.getLastModifiedTime(stamp).compareTo(newestSource()) >= 0) {
            return;
        }
        Progress.line("Fetching and building the peer, about 210 MB once ...");
        run(
                List.of(
                        root.resolve("mvnw").toString(),
                        "--file",
                        project.resolve("pom.xml").toString(),
                        "--batch-mode",
                        "--quiet",
                        "package"));
        if (!Files.exists(libraries.resolve("libgomp.so.1"))) {
            run(java("org.unroll.benchmarks.peer.Install", official.toString()));
        }
        Files.writeString(stamp, "");
    }

    private FileTime newestSource() throws IOException {
        try (Stream<Path> own = Files.walk(project.resolve("src"));
                Stream<Path> shared =
                        Files.walk(
                                root.resolve(
                                        "benchmarks/src/main/java/org/unroll/benchmarks/shared"))) {
            List<FileTime> times = new ArrayList<>();
            times.add(Files.getLastModifiedTime(project.resolve("pom.xml")));
            for (Path file : Stream.concat(own, shared).toList()) {
                times.add(Files.getLastModifiedTime(file));
            }
            return times.stream().max(Comparator.naturalOrder()).orElseThrow();
        }
    }

    private static void run(List<String> command) throws IOException {
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var reader = process.inputReader()) {
            reader.lines().forEach(Progress::line);
            if (process.waitFor() != 0) {
                throw new IOException("cannot build the peer, see above");
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private List<String> java(String main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("-Dunroll.root=" + root);
        command.add("-Dorg.bytedeco.javacpp.cachedir=" + project.resolve("target/natives"));
        command.add("-cp");
        // The official libraries first: they are found before the API's own.
        command.add(official + ":" + project.resolve("target/lib/*"));
        command.add(main);
        command.addAll(List.of(arguments));
        return command;
    }

    /// PyTorch on one thread, on two that spin while they wait, and on two that sleep. Which is
    /// fastest depends on the workload.
    List<Contestant> contestants(Workload workload, int threads) {
        List<Contestant> all = new ArrayList<>();
        all.add(contestant(workload, 1, ""));
        if (threads > 1) {
            all.add(contestant(workload, threads, ""));
            all.add(contestant(workload, threads, "passive"));
        }
        return all;
    }

    private Contestant contestant(Workload workload, int threads, String waiting) {
        Map<String, String> environment = new HashMap<>();
        for (String variable : System.getenv().keySet()) {
            if (variable.startsWith("OPENBLAS_")
                    || variable.startsWith("OMP_")
                    || variable.startsWith("MKL_")) {
                environment.put(variable, "");
            }
        }
        environment.put("LD_LIBRARY_PATH", libraries.toString());
        environment.put("OMP_WAIT_POLICY", waiting);
        String name =
                "PyTorch, %d thread%s%s"
                        .formatted(
                                threads,
                                threads == 1 ? "" : "s",
                                waiting.isEmpty() ? "" : ", " + waiting);
        return new Contestant(
                name,
                java("org.unroll.benchmarks.peer.Main", workload.name(), Integer.toString(threads)),
                environment);
    }
}
