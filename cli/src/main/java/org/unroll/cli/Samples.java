package org.unroll.cli;

import org.unroll.text.Generation;
import org.unroll.text.TextModel;

/// What a text model writes while it learns.
final class Samples {
    private static final int LINES = 3;
    private static final int LENGTH = 200;

    private Samples() {}

    /// A few lines; of text without line ends, a few words. Always with the same draws, so that
    /// what changes from sample to sample is the model.
    static String of(TextModel model) {
        return model.write(Generation.lines(LINES).withLength(LENGTH));
    }
}
