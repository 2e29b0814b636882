package org.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    @Test
    void quotedWordsCanBePastedIntoAShell() {
        assertThat(
                        Arguments.quoted(
                                List.of("train", "мой файл", "--text", "it's", "a=b", "", "$x")))
                .isEqualTo("train 'мой файл' --text 'it'\\''s' a=b '' '$x'");
    }
}
