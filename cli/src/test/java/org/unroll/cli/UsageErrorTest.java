package org.unroll.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A wrong command line gives exit code 2, nothing on standard output, and one line that helps.
class UsageErrorTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    trian                                       | did you mean 'train'?
                    qqq                                         | see 'unroll --help'
                    --verison                                   | unknown option '--verison' before the command
                    train                                       | expected 'train text' or 'train classes' but got nothing
                    train txt                                   | did you mean 'train text'?
                    --version --jsn                             | did not expect '--jsn'
                    generate                                    | missing MODEL
                    generate m n                                | did not expect 'n'
                    generate m --cout 3                         | unknown option '--cout' for 'generate'; did you mean '--count'?
                    generate m --count=x                        | invalid value for option '--count': 'x' is not a whole number
                    generate m --count 0                        | expected --count of at least 1 but got 0
                    generate m --temperature -1                 | expected a temperature >= 0 but got -1
                    generate m --top-p 2                        | expected top-p in (0, 1] but got 2
                    generate m --length 0                       | expected a number of line ends or a length
                    train text                                  | missing FILE
                    train text f --iterations 5 --epochs 2      | expected --iterations or --epochs but got both
                    train text f --cell lstn                    | but got 'lstn'
                    train text f --optimizer sdg                | but got "sdg"
                    train text f --dtype int8                   | expected --dtype float32 or float64 but got 'int8'
                    train text f --layers 0                     | --layers: expected 1 to 100 but got 0
                    train text f --hidden many                  | 'many' is not a whole number
                    train text f --learning-rate 0              | --learning-rate: expected a finite number above 0 but got 0
                    train text f --dropout 1                    | --dropout: expected at least 0 and less than 1 but got 1
                    train text f --validation-share 1           | --validation-share: expected at least 0 and less than 1 but got 1
                    train text f --delimiter ab                 | expected one character, or tab, but got 'ab'
                    train text f --column 0                     | --column: expected at least 1 but got 0
                    train text f --column 1 --delimiter "          | a quotation mark or a line end cannot
                    train text f --hidden 2000000000            | --hidden: expected 1 to 16384 but got 2000000000
                    train text f --hidden 40000                 | --hidden: expected 1 to 16384 but got 40000
                    train text f --embedding 2000000000         | --embedding: expected 1 to 16384 but got
                    train text f --batch-size 2000000000        | --batch-size: expected 1 to 1000000 but got
                    train text f --sequence-length 0            | --sequence-length: expected 1 to 1000000 but got 0
                    train text f --learning-rate Infinity       | --learning-rate: expected a finite number above 0 but got Infinity
                    train text f --learning-rate NaN            | but got NaN
                    train text f --layers 200000                | --layers: expected 1 to 100 but got 200000
                    train text f --threads 0                    | --threads: expected 1 to 1024 but got 0
                    train text f --validate-every -3            | --validate-every: expected at least 0 but got -3
                    train text f --patience -3                  | --patience: expected at least 0 but got -3
                    train text f --clip-norm -3                 | --clip-norm: expected a finite number of at least 0 but got -3
                    train text f --checkpoint-every -3          | --checkpoint-every: expected at least 0 but got -3
                    train text f --patience 3                   | --patience does nothing without --validation-share
                    train text f --validate-every 3             | --validate-every does nothing without --validation-share
                    train text f --delimiter ;                  | --delimiter does nothing without --column
                    train text f --plot-format svg              | --plot-format does nothing without --plots
                    train text f --windows round                | expected --windows random or contiguous but got 'round'
                    train text f --report-every 0               | --report-every: expected at least 1 but got 0
                    train text f --plots d --plot-format gif    | expected --plot-format png or svg but got 'gif'
                    train classes f --text a                    | missing --label COLUMN
                    train classes f                             | missing --text COLUMN and --label COLUMN
                    train classes f --text a --label b --pooling x | expected --pooling last, mean or max but got 'x'
                    classify                                    | missing MODEL
                    evaluate m                                  | missing FILE.csv
                    inspect m --jsom                            | did you mean '--json'?
                    data                                        | missing NAME
                    data minst                                  | expected mnist or plants but got 'minst'
                    data mnist plants                           | did not expect 'plants'
                    data mnist --too d                          | did you mean '--to'?
                    data mnist --from http://a^b                | --from: not an address
                    demo now                                    | did not expect 'now'
                    """)
    void oneLine(String line, String expected) {
        Cli result = Cli.run(Path.of(""), line.split(" +"));
        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.out()).isEmpty();
        assertThat(result.errLines())
                .singleElement()
                .asString()
                .startsWith("unroll: ")
                .contains(expected);
    }

    @Test
    void lettersThatTheLocaleLostAreNotGuessed() {
        Cli result = Cli.run(Path.of(""), "classify", "m", "\uFFFD\uFFFD");
        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("argument 3", "LC_ALL=C.UTF-8");
    }
}
