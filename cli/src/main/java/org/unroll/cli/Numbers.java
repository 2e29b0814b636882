package org.unroll.cli;

import java.time.Duration;
import java.util.Locale;

/// Numbers as people read them; always with a decimal point, whatever the locale.
final class Numbers {
    private Numbers() {}

    /// Without a fraction that says nothing: `5`, `0.002`.
    static String plain(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? Long.toString((long) number)
                : Double.toString(number);
    }

    static String fixed(double number, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", number);
    }

    /// With groups of three digits.
    static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// `1 iteration`, `1,000 iterations`.
    static String counted(long number, String noun) {
        return grouped(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /// `7 s`, `3 min 12 s`, `2 h 5 min`.
    static String time(Duration duration) {
        long seconds = Math.max(0, duration.plusMillis(500).toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return seconds / 3600 + " h " + seconds / 60 % 60 + " min";
    }
}
