package org.unroll.classify;

import java.util.Locale;

/// How texts are made alike before a classifier sees them.
final class Texts {
    private Texts() {}

    /// Whether a row is without text or label, and so is dropped.
    static boolean isMissing(String text, String label) {
        return text.isBlank() || label.isBlank();
    }

    /// Without white space around it, and in lower case if that is asked for; [Locale#ROOT], so
    /// that a Turkish machine lower-cases as every other.
    static String normalized(String text, boolean lowerCase) {
        String stripped = text.strip();
        return lowerCase ? stripped.toLowerCase(Locale.ROOT) : stripped;
    }
}
