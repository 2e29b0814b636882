package org.unroll.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/// What numbers options take. Far beyond what makes sense, a number is a slip of the finger: it is
/// refused with the option's name before arrays are asked for that no machine has.
final class Limits {
    static final int LAYERS = 100;

    /// The weights of four gates fit an array of Java.
    static final int UNITS = 16_384;

    static final int BATCH = 1_000_000;
    static final int SEQUENCE = 1_000_000;
    static final int THREADS = 1024;

    private Limits() {}

    /// A whole number in a range.
    static void whole(String option, long value, long least, long most) {
        if (value < least || value > most) {
            throw refused(option, least + " to " + most, Long.toString(value));
        }
    }

    /// A whole number with no upper end of our making.
    static void atLeast(String option, long value, long least) {
        if (value < least) {
            throw refused(option, "at least " + least, Long.toString(value));
        }
    }

    /// A finite number above 0.
    static void positive(String option, double value) {
        if (!(value > 0) || Double.isInfinite(value)) {
            throw refused(option, "a finite number above 0", Numbers.plain(value));
        }
    }

    /// A finite number, 0 or above.
    static void notNegative(String option, double value) {
        if (!(value >= 0) || Double.isInfinite(value)) {
            throw refused(option, "a finite number of at least 0", Numbers.plain(value));
        }
    }

    /// 0 or above, and below 1.
    static void share(String option, double value) {
        if (!(value >= 0 && value < 1)) {
            throw refused(option, "at least 0 and less than 1", Numbers.plain(value));
        }
    }

    /// Refuses an option that the user gave though it does nothing without another one.
    static void needs(
            @Nullable CommandSpec spec, String option, boolean useful, String otherOption) {
        if (!useful
                && spec != null
                && spec.commandLine().getParseResult().hasMatchedOption(option)) {
            throw Failure.usage(option + " does nothing without " + otherOption);
        }
    }

    private static Failure refused(String option, String expected, String value) {
        return Failure.usage(option + ": expected " + expected + " but got " + value);
    }
}
