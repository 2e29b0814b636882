package org.unroll.examples.notebook;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What makes a cell fail in the JDK's own shell.
@Tag("once")
class ShellRunnerTest {
    @Test
    void theCellThatFailsIsNamed() {
        assertFails("int x = ;", "cell 2: rejected");
        assertFails("int x = Integer.parseInt(\"a\");", "cell 2: jdk.jshell.EvalException");
        assertFails("int x = {", "cell 2 ends early");
    }

    @Test
    void aValueAtTheEndOfACellWouldBeShown() {
        ShellRunner.run(List.of(Cell.code("int x = 1;\nx + 1;\nx = 2;\nif (x > 2) {}")));
        for (String value : List.of("x + 1", "x = 2;", "\"a\".isEmpty();")) {
            assertFails(value, "cell 2 ends in a value, which a kernel would show");
        }
    }

    private static void assertFails(String source, String message) {
        assertThatThrownBy(
                        () -> ShellRunner.run(List.of(Cell.code("var x = 1;"), Cell.code(source))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(message);
    }
}
