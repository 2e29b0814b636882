package org.unroll.cli;

/// Decimals without the formatter, whose loading takes longer than a short command's work.
final class Decimals {
    private Decimals() {}

    /// A number from 0 to 1 with three decimals.
    static String three(double share) {
        long thousandths = Math.round(share * 1000);
        String digits = Long.toString(1000 + thousandths % 1000);
        return thousandths / 1000 + "." + digits.substring(1);
    }
}
