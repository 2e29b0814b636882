package org.unroll.cli.plot;

/// The colours of all plots: dark text on white, blue for training, orange for validation; the two
/// can be told apart by colour-blind readers and in grey.
final class Palette {
    static final String INK = "#1f2933";
    static final String QUIET = "#6b7785";
    static final String GRID = "#e4e8ec";
    static final String TRAINING = "#1f6fb4";
    static final String TRAINING_FAINT = "#b9d4ea";
    static final String VALIDATION = "#e07b16";

    private static final int[] PALE = {0xf4, 0xf8, 0xfb};
    private static final int[] DEEP = {0x0f, 0x4c, 0x81};

    private Palette() {}

    /// From nearly white at 0 to deep blue at 1.
    static String shade(double share) {
        StringBuilder colour = new StringBuilder("#");
        for (int i = 0; i < 3; i++) {
            long value = Math.round(PALE[i] + share * (DEEP[i] - PALE[i]));
            colour.append(value < 16 ? "0" : "").append(Long.toHexString(value));
        }
        return colour.toString();
    }

    /// A text colour that can be read on [#shade] of the same share.
    static String inkOn(double share) {
        return share > 0.55 ? "#ffffff" : INK;
    }
}
