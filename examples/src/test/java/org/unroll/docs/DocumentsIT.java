package org.unroll.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Does what each page says, from top to bottom, in an empty folder, two pages at a time: runs the
/// `sh` blocks, runs the programs that `java` blocks are parts of, and compares what comes out with
/// the `text` block that follows. A line `…`, or `…` in a line, stands for anything; `text sample`
/// is not compared but in its length, for what changes with every change of the arithmetic.
@DisabledOnOs(OS.WINDOWS)
class DocumentsIT {
    private static final ConcurrentHashMap<String, FutureTask<String>> PROGRAM_OUTPUTS =
            new ConcurrentHashMap<>();

    @TempDir private Path folder;

    static Stream<Page> pages() {
        return Page.all().stream().filter(page -> !page.blocks().isEmpty());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("pages")
    void whatThePageSaysIsSo(Page page) throws Exception {
        try (Shell shell = Shell.in(folder)) {
            follow(page, shell);
        }
    }

    private static void follow(Page page, Shell shell) throws Exception {
        String before = "";
        for (Page.Block block : page.blocks()) {
            String place = page + ", line " + block.line();
            switch (block.language()) {
                case "sh" -> before = commands(shell, block, place);
                case "java" -> before = program(shell, block, place);
                case "text" -> Output.check(block.text(), before, place);
                case "text sample" ->
                        assertThat(before.lines().count())
                                .as("%s: number of lines of%n%s", place, before)
                                .isGreaterThanOrEqualTo(block.text().lines().count());
                default -> {}
            }
        }
        for (Page.Block block : page.blocks()) { // last, since they may end in being passed over
            if (block.language().equals("python")) {
                python(shell, block, page + ", line " + block.line());
            }
        }
    }

    /// Everything but the build, which is what runs this, and what needs Jupyter.
    private static String commands(Shell shell, Page.Block block, String place) throws Exception {
        String script = block.text().replaceAll("(?m)^(\\./mvnw|\\.ci/run|tools/notebooks).*$", "");
        Shell.Ended ended = shell.script(script, "bash", "-euo", "pipefail");
        assertThat(ended.exitCode()).as("%s%n%s%s", place, block.text(), ended.errors()).isZero();
        return ended.output();
    }

    private static String program(Shell shell, Page.Block block, String place) throws Exception {
        Path source = Snippets.sourceOf(block.text()).orElseThrow(() -> new AssertionError(place));
        Path recorded = Path.of(source.toString().replaceFirst("java$", "txt"));
        if (Files.exists(recorded)) {
            return Files.readString(recorded); // ConsumerIT runs it
        }
        String name = Snippets.nameOf(source);
        FutureTask<String> run = new FutureTask<>(() -> output(shell, name, place));
        FutureTask<String> other = PROGRAM_OUTPUTS.putIfAbsent(name, run);
        if (other != null) {
            return other.get(); // another page, perhaps at this moment
        }
        run.run();
        return run.get();
    }

    private static String output(Shell shell, String name, String place) throws Exception {
        Shell.Ended ended = shell.run(List.of("./unroll", "examples", name));
        assertThat(ended.exitCode()).as("%s: %s", place, ended.errors()).isZero();
        return ended.output();
    }

    /// Where there is a Python with the packages that the block imports; the build needs none.
    private static void python(Shell shell, Page.Block block, String place)
            throws IOException, InterruptedException {
        String imports =
                String.join("\n", block.text().lines().filter(DocumentsIT::isImport).toList());
        Shell.Ended there = shell.script(imports, "env", "python3");
        assumeTrue(there.exitCode() == 0, () -> place + ": not run, " + there.errors().strip());
        Shell.Ended ended = shell.script(block.text(), "python3");
        assertThat(ended.exitCode()).as("%s: %s", place, ended.errors()).isZero();
    }

    private static boolean isImport(String line) {
        return line.startsWith("import ") || line.startsWith("from ");
    }
}
