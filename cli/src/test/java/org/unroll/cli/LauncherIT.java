package org.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Starts the command line as people do: by the launcher and by `java -jar`.
@DisabledOnOs(OS.WINDOWS)
class LauncherIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir private Path folder;

    private record Ended(int exit, String output, String errors) {}

    @Test
    void theLauncherPrintsTheVersionAndNothingElse() throws Exception {
        Ended ended = start(Map.of(), ROOT.resolve("unroll").toString(), "--version");
        assertThat(ended.errors()).isEmpty();
        assertThat(ended.output()).contains("Unroll 0.");
        assertThat(ended.exit()).isZero();
    }

    @Test
    void aLinkToTheLauncherWorksWithoutALocale() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("a link"), ROOT.resolve("unroll"));
        Ended ended = start(Map.of("LC_ALL", "C"), link.toString(), "--version");
        assertThat(ended.errors()).isEmpty();
        assertThat(ended.exit()).isZero();
    }

    @Test
    void theJarNeedsNoFlags() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Ended ended =
                start(
                        Map.of(),
                        java,
                        "-jar",
                        ROOT.resolve("cli/target/dist/unroll.jar").toString(),
                        "--version");
        assertThat(ended.output()).contains("Unroll 0.");
        assertThat(ended.exit()).isZero();
    }

    /// The same jar by a Java that is too old for it, wherever one is found.
    @Test
    void anOldJavaSaysWhatToInstall() throws Exception {
        Optional<Path> old = oldJava();
        assumeTrue(old.isPresent(), "no Java from 8 to 24 in /usr/lib/jvm or JAVA_HOME_17_X64");
        Ended ended =
                start(
                        Map.of(),
                        old.get().resolve("bin/java").toString(),
                        "-jar",
                        ROOT.resolve("cli/target/dist/unroll.jar").toString(),
                        "train",
                        "text");
        assertThat(ended.errors())
                .matches(
                        "unroll: this is Java [0-9.]+, but Unroll needs Java 25 or newer: install"
                                + " Temurin 25 \\(https://adoptium.net\\) and start the jar with"
                                + " its java\n");
        assertThat(ended.output()).isEmpty();
        assertThat(ended.exit()).isEqualTo(2);
    }

    /// The home of one.
    private static Optional<Path> oldJava() throws IOException {
        List<Path> homes = new ArrayList<>();
        Path installed = Path.of("/usr/lib/jvm");
        if (Files.isDirectory(installed)) {
            try (Stream<Path> each = Files.list(installed)) {
                each.sorted().forEach(homes::add);
            }
        }
        String actions = System.getenv("JAVA_HOME_17_X64"); // of GitHub's machines
        if (actions != null) {
            homes.add(Path.of(actions));
        }
        for (Path home : homes) {
            Path release = home.resolve("release");
            if (Files.isExecutable(home.resolve("bin/java")) && Files.exists(release)) {
                Matcher version =
                        Pattern.compile("JAVA_VERSION=\"(?:1\\.)?(\\d+)")
                                .matcher(Files.readString(release));
                if (version.find()
                        && Integer.parseInt(version.group(1)) >= 8
                        && Integer.parseInt(version.group(1)) < 25) {
                    return Optional.of(home);
                }
            }
        }
        return Optional.empty();
    }

    /// And it names no class that is not: the line would never come then.
    @Test
    void theJarStartsWithAClassOfJava8() throws Exception {
        try (JarFile jar = new JarFile(ROOT.resolve("cli/target/dist/unroll.jar").toFile())) {
            String main = jar.getManifest().getMainAttributes().getValue("Main-Class");
            String entry = main.replace('.', '/') + ".class";
            try (var in = new DataInputStream(jar.getInputStream(jar.getEntry(entry)))) {
                assertThat(in.readInt()).isEqualTo(0xCAFEBABE);
                in.readUnsignedShort(); // the minor version
                assertThat(in.readUnsignedShort()).as("major version").isEqualTo(52);
            }
        }
    }

    @Test
    void aFullDiskIsNoticedAndAGoneReaderIsNot() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/full")), "no /dev/full here");
        String unroll = ROOT.resolve("unroll").toString();
        for (String words : List.of("--version", "--version --json", "--help", "completion")) {
            Ended full = start(Map.of(), "sh", "-c", "'" + unroll + "' " + words + " >/dev/full");
            assertThat(full.errors()).isEqualTo("unroll: standard output cannot be written\n");
            assertThat(full.exit()).isEqualTo(1);
        }
        String gone = "{ '" + unroll + "' completion; echo $? >&2; } | true";
        assertThat(start(Map.of(), "sh", "-c", gone).errors()).isEqualTo("1\n");
    }

    @Test
    void closedStandardErrorDoesNotMatter() throws Exception {
        Path names = TinyData.names(folder);
        String train =
                "'%s' train text '%s' --out '%s' --hidden 8 --iterations 3 --sequence-length 10"
                        .formatted(ROOT.resolve("unroll"), names, folder.resolve("a.safetensors"));
        Ended ended = start(Map.of(), "sh", "-c", train + " 2>&-");
        assertThat(ended.exit()).isZero();
        assertThat(ended.output()).contains("a.safetensors");
    }

    @Test
    void theFinderTakesANewJdkAndPassesByAnOldOne() throws Exception {
        assertThat(found(jdk("26", "26.0.1"))).isEqualTo(folder.resolve("26").toString());
        assertThat(found(jdk("25-ea", "25"))).isEqualTo(folder.resolve("25-ea").toString());
        assertThat(found(jdk("17", "17.0.15"))).isNotEqualTo(folder.resolve("17").toString());
        assertThat(found(jdk("8", "1.8.0_452"))).isNotEqualTo(folder.resolve("8").toString());
    }

    /// A folder that looks like a JDK.
    private Path jdk(String name, String version) throws IOException {
        Path home = folder.resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(
                home.resolve("release"), "IMPLEMENTOR=\"X\"\nJAVA_VERSION=\"" + version + "\"\n");
        assertThat(
                        Files.createFile(home.resolve("bin").resolve("javac"))
                                .toFile()
                                .setExecutable(true))
                .isTrue();
        return home;
    }

    private String found(Path javaHome) throws IOException, InterruptedException {
        String script = ". '" + ROOT.resolve("tools/find-jdk.sh") + "' && echo \"$JAVA_HOME\"";
        return start(Map.of("JAVA_HOME", javaHome.toString()), "sh", "-c", script).output().strip();
    }

    private Ended start(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Path errors = folder.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(List.of(command));
        builder.environment().putAll(environment);
        int exit =
                builder.redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start()
                        .waitFor();
        return new Ended(exit, Files.readString(output), Files.readString(errors));
    }
}
