package org.unroll.cli;

import java.io.PrintStream;

/// The help that names all commands. Written by hand: it costs nothing to start.
final class FrontPage {
    private static final String TEXT =
            """
            Unroll trains recurrent neural networks on text and tables, and uses them.

            Usage: unroll COMMAND [ARGUMENTS]

            Commands:
              demo           Train a writer of plant names and a judge of cats and dogs, and show them.
              train text     Train a network to write text like a file.
              train classes  Train a network to tell which class a text belongs to.
              generate       Write text with a model.
              classify       Tell the class of texts with a model.
              evaluate       Measure a model on labelled texts.
              inspect        Show what is in a model file.
              data           Fetch public data to learn from: MNIST's digits, plants' names.
              completion     Print a script that completes commands in bash and zsh.

            Options:
              -h, --help     Show this help; 'unroll COMMAND --help' shows a command's, with examples.
              -V, --version  Show the version, the JDK and the kernels that compute.

            Begin here:
              unroll demo
              unroll train text names.txt --out names.safetensors
              unroll generate names.safetensors --count 20

            Results go to standard output, progress to standard error. Exit codes: 0 success,
            1 the work failed, 2 the command line was wrong, 130 interrupted by Ctrl-C.
            """;

    private static final String TRAIN =
            """
            Trains a network and writes it into a model file.

            Usage: unroll train text FILE [--out MODEL] [OPTIONS]
                   unroll train classes FILE.csv --text COLUMN --label COLUMN [--out MODEL] [OPTIONS]

            Commands:
              text     Train a network to write text like a file.
              classes  Train a network to tell which class a text belongs to.

            'unroll train text --help' and 'unroll train classes --help' show all options, with examples.
            """;

    private FrontPage() {}

    static void printTo(PrintStream out) {
        out.print(TEXT);
        out.flush();
    }

    static void printTrainTo(PrintStream out) {
        out.print(TRAIN);
        out.flush();
    }
}
