package org.unroll.cli.plot;

import java.util.Locale;

/// Round numbers along an axis: multiples of 1, 2 or 5 times a power of ten that cover the values.
record Ticks(double first, double step, int count) {
    static Ticks covering(double low, double high, int wanted) {
        double span = high > low ? high - low : Math.max(Math.abs(high), 1);
        double raw = span / Math.max(wanted, 1);
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double scaled = raw / power;
        double step = (scaled <= 1 ? 1 : scaled <= 2 ? 2 : scaled <= 5 ? 5 : 10) * power;
        double first = Math.floor(low / step + 1e-9) * step;
        int count = (int) Math.ceil((high - first) / step - 1e-9) + 1;
        return new Ticks(first, step, Math.max(count, 2));
    }

    double value(int index) {
        return first + index * step;
    }

    double last() {
        return value(count - 1);
    }

    String label(int index) {
        int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
        return String.format(Locale.ROOT, "%,." + decimals + "f", value(index));
    }
}
