package org.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateTest {
    @TempDir static Path folder;

    private static String model = "";

    @BeforeAll
    static void train() throws IOException {
        model = TinyData.textModel(folder).toString();
    }

    @Test
    void writesAsManyLinesAsAsked() {
        assertThat(generate("--seed", "1").out().lines()).hasSize(10);
        assertThat(generate("--seed", "1", "--count", "1", "--lines", "2").out().lines())
                .hasSize(2);
    }

    @Test
    void textsOfSeveralLinesAreApart() {
        for (String[] ends :
                List.of(new String[] {"--lines", "2"}, new String[] {"--length", "3"})) {
            String[] flags = {"--greedy", ends[0], ends[1], "--count"};
            String one = generate(with(flags, "1")).out();
            assertThat(generate(with(flags, "3")).out()).isEqualTo(one + "\n" + one + "\n" + one);
        }
    }

    private static String[] with(String[] flags, String last) {
        String[] all = java.util.Arrays.copyOf(flags, flags.length + 1);
        all[flags.length] = last;
        return all;
    }

    @Test
    void everyTextBeginsWithThePrefix() {
        assertThat(generate("--prefix", "ros").out().lines())
                .hasSize(10)
                .allMatch(line -> line.startsWith("ros"));
    }

    @Test
    void lengthGoesOverLineEnds() {
        String text = generate("--count", "1", "--length", "300", "--seed", "4").out();
        assertThat(text.length()).isBetween(300, 301);
        assertThat(text).endsWith("\n").contains("\n");
        assertThat(text.substring(0, 299)).contains("\n");
    }

    @Test
    void sameSeedSameTexts() {
        assertThat(generate("--seed", "5").out()).isEqualTo(generate("--seed", "5").out());
        assertThat(generate("--seed", "5").out()).isNotEqualTo(generate("--seed", "6").out());
        assertThat(generate("--count", "40").out()).isNotEqualTo(generate("--count", "40").out());
        assertThat(generate("--seed", "5", "--count", "40").out().lines().distinct().count())
                .isGreaterThan(20);
    }

    @Test
    void greedyNeedsNoSeed() {
        String once = generate("--greedy", "--length", "20").out();
        assertThat(once).isEqualTo(generate("--greedy", "--length", "20").out());
        assertThat(once).isEqualTo(generate("--top-k", "1", "--length", "20").out());
    }

    @Test
    void asJson() {
        Map<String, ?> json =
                JsonText.object(generate("--seed", "5", "--prefix", "a", "--json").out());
        List<String> lines = generate("--seed", "5", "--prefix", "a").out().lines().toList();
        assertThat(json.get("texts")).isEqualTo(lines);
        assertThat(json.get("seed")).isEqualTo(5L);
    }

    private static Cli generate(String... more) {
        String[] arguments = new String[more.length + 2];
        arguments[0] = "generate";
        arguments[1] = model;
        System.arraycopy(more, 0, arguments, 2, more.length);
        Cli result = Cli.run(folder, arguments);
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).isEmpty();
        return result;
    }
}
