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
    private static final int[] PALE = {0xf4, 0xf8, 0xfb};
    private static final int[] BLUE = {0x0f, 0x4c, 0x81};
    private static final int[] ORANGE = {0xb3, 0x4a, 0x00};

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
        return mixed(BLUE, share);
    }

    /// From deep orange at -1 over nearly white at 0 to deep blue at 1.
    static Color signed(double share) {
        return mixed(share < 0 ? ORANGE : BLUE, Math.abs(share));
    }

    /// A text colour that can be read on [#shade] or [#signed] of the same share.
    static Color inkOn(double share) {
        return Math.abs(share) > 0.55 ? PAPER : INK;
    }

    private static Color mixed(int[] deep, double share) {
        double within = Math.clamp(share, 0, 1);
        int[] parts = new int[deep.length];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = (int) Math.round(PALE[i] + within * (deep[i] - PALE[i]));
        }
        return new Color(parts[0], parts[1], parts[2]);
    }
}
