package org.unroll.examples.support;

import java.awt.Color;

/// The colours of all pictures: dark text on white, lines in the colours of Okabe and Ito, which
/// colour-blind readers can tell apart.
final class Colours {
    static final Color PAPER = Color.WHITE;
    static final Color INK = new Color(0x1f2933);
    static final Color QUIET = new Color(0x6b7785);
    static final Color GRID = new Color(0xe4e8ec);
    static final Color RIGHT = new Color(0x009e73);
    static final Color WRONG = new Color(0xd55e00);

    private static final int[] LINES = {
        0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0x4d4d4d, 0xb8a800
    };
    private static final int[] LOW = {0xf4, 0xf8, 0xfb};
    private static final int[] HIGH = {0x0f, 0x4c, 0x81};

    private Colours() {}

    /// One for each of so many lines; from the ninth on they repeat.
    static Color[] lines(int count) {
        Color[] colours = new Color[count];
        for (int i = 0; i < count; i++) {
            colours[i] = new Color(LINES[i % LINES.length]);
        }
        return colours;
    }

    /// From nearly white at 0 to deep blue at 1.
    static Color shade(double share) {
        double within = Math.clamp(share, 0, 1);
        int[] mixed = new int[LOW.length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = (int) Math.round(LOW[i] + within * (HIGH[i] - LOW[i]));
        }
        return new Color(mixed[0], mixed[1], mixed[2]);
    }

    /// A text colour that can be read on [#shade] of the same share.
    static Color inkOn(double share) {
        return share > 0.55 ? PAPER : INK;
    }
}
