package org.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompletionTest {
    @TempDir Path folder;

    @Test
    void completesCommandsOptionsAndChoices() {
        Cli completion = Cli.run(folder, "completion");
        assertThat(completion.exitCode()).isZero();
        assertThat(completion.out())
                .contains("train", "classes", "--sequence-length", "--prefix", "rnn-relu", "adamw");
    }

    /// Asks a real bash what it would complete.
    @Test
    void bashUnderstandsIt() throws IOException, InterruptedException {
        Path bash = Path.of("/bin/bash");
        assumeTrue(Files.isExecutable(bash), "no bash here");
        Path script = folder.resolve("completion");
        Files.writeString(script, Cli.run(folder, "completion").out());
        String ask =
                """
                source '%s'
                COMP_WORDS=(unroll train text f --la) COMP_CWORD=4
                _complete_unroll
                echo "${COMPREPLY[@]}"
                COMP_WORDS=(unroll gen) COMP_CWORD=1
                _complete_unroll
                echo "${COMPREPLY[@]}"
                COMP_WORDS=(unroll train classes f --cell "") COMP_CWORD=5
                _complete_unroll
                echo "${COMPREPLY[@]}"
                """
                        .formatted(script);
        Process process =
                new ProcessBuilder(bash.toString(), "-c", ask)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(answer.lines().map(String::strip))
                .containsExactly("--layers", "generate", "lstm gru rnn rnn-relu");
    }
}
