package org.unroll.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Compiles the README's program against the built jar, as somebody who uses the library does, and
/// runs it: on the class path and on the module path, with the Vector API and without. It must
/// print what is recorded beside it.
class ConsumerIT {
    private static final Path SOURCE = Path.of("src", "consumer", "First.java");
    private static final Path OUTPUT = Path.of("src", "consumer", "First.txt");
    private static final String JAR = Objects.requireNonNull(System.getProperty("unroll.core.jar"));

    @TempDir private Path folder;

    @ParameterizedTest(name = "{0} path, {1} kernels")
    @CsvSource({"class, scalar", "class, vector", "module, scalar", "module, vector"})
    void theFirstProgramCompilesAndRuns(String path, String kernels) throws Exception {
        boolean modular = path.equals("module");
        String classes = folder.resolve("classes").toString();
        Path sources = Files.createDirectories(folder.resolve("first"));

        List<String> compile =
                new ArrayList<>(
                        List.of("javac", "-J-XX:TieredStopAtLevel=1", "-Xlint:all,-incubating"));
        compile.addAll(List.of("-Werror", "-d", classes));
        compile.addAll(List.of("--" + path + "-path", JAR));
        if (modular) {
            compile.add(
                    write(
                            sources,
                            "module-info.java",
                            "module first {\n    requires org.unroll.core;\n}\n"));
        }
        compile.add(write(sources, "First.java", "package first;\n\n" + Files.readString(SOURCE)));
        assertThat(run(compile)).isEmpty();

        List<String> start = new ArrayList<>(List.of("java"));
        if (kernels.equals("vector")) {
            start.add("--add-modules=jdk.incubator.vector");
        }
        start.addAll(List.of("--" + path + "-path", JAR + File.pathSeparator + classes));
        start.addAll(modular ? List.of("--module", "first/first.First") : List.of("first.First"));
        assertThat(run(start)).isEqualTo(Files.readString(OUTPUT));
    }

    private static String write(Path folder, String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /// Runs a tool of this JDK to its end and returns what it printed on standard output.
    private String run(List<String> command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(command);
        line.set(0, Path.of(System.getProperty("java.home"), "bin", command.getFirst()).toString());
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        int exit =
                new ProcessBuilder(line)
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start()
                        .waitFor();
        assertThat(exit).as("%s%n%s", line, Files.readString(errors)).isZero();
        return Files.readString(output);
    }
}
