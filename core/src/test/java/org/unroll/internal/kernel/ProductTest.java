package org.unroll.internal.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.unroll.internal.kernel.Data.assertSameBits;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProductTest {
    private static final String PAIRS = "org.unroll.internal.kernel.Variants#pairs";
    private static final int[] ROWS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 16, 23, 39};
    private static final int[] COLUMNS = {
        1, 3, 4, 7, 8, 9, 15, 16, 17, 31, 32, 33, 39, 48, 63, 64, 65, 100, 128, 130, 161
    };
    private static final int[] DEPTHS = {0, 1, 2, 5, 28, 64};

    private enum Order {
        ROWS,
        COLUMNS
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    <A> void everyRowCountAndColumnCount(Variants.Pair<A> pair) {
        Random random = new Random(1);
        for (int m : ROWS) {
            for (int n : COLUMNS) {
                int k = DEPTHS[random.nextInt(DEPTHS.length)];
                Order a = Order.values()[random.nextInt(2)];
                Order b = Order.values()[random.nextInt(2)];
                Start start = Start.values()[random.nextInt(2)];
                check(pair, m, n, k, a, b, start, random);
            }
        }
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    <A> void blocksAlongRowsAndSteps(Variants.Pair<A> pair) {
        Random random = new Random(2);
        for (Start start : Start.values()) {
            for (Order a : Order.values()) {
                check(pair, 9, 37, 256, a, Order.ROWS, start, random);
                check(pair, 6, 33, 257, a, Order.ROWS, start, random);
                check(pair, 3, 140, 600, a, Order.COLUMNS, start, random);
                check(pair, 1, 300, 515, a, Order.ROWS, start, random);
                check(pair, 247, 20, 258, a, Order.COLUMNS, start, random);
                check(pair, 243, 5, 3, a, Order.ROWS, start, random);
            }
        }
    }

    /// Each panel in one of three parts; all parts together are the product.
    @ParameterizedTest
    @MethodSource(PAIRS)
    <A> void somePanels(Variants.Pair<A> pair) {
        Random random = new Random(4);
        Kernels<A> kernels = pair.kernels();
        for (int m : new int[] {1, 2, 3, 4, 9}) {
            for (int n : new int[] {1, 17, 64, 100, 300, 512, 531}) {
                for (Start start : Start.values()) {
                    somePanels(kernels, m, n, 37, start, random);
                    if (m == 1) { // the only ones that care how long a panel is
                        somePanels(kernels, m, n, 1031, start, random);
                    }
                }
            }
        }
    }

    private static <A> void somePanels(
            Kernels<A> kernels, int m, int n, int k, Start start, Random random) {
        int ars = k + 2;
        int crs = n + 3;
        A a = Data.ordinary(kernels, 1 + m * ars, random);
        A b = Data.ordinary(kernels, k * n, random);
        A packed = kernels.allocate(kernels.packedLength(k, n));
        kernels.pack(k, n, b, 0, n, 1, packed, 0);
        A c = Data.ordinary(kernels, 2 + m * crs, random);
        A expected = Data.copyOf(kernels, c);
        kernels.multiply(m, n, k, a, 1, ars, 1, packed, 0, expected, 2, crs, start);
        int panels = (n + kernels.panelColumns() - 1) / kernels.panelColumns();
        int[] owner = random.ints(panels, 0, 3).toArray();
        for (int part = 0; part < 3; part++) {
            int own = part;
            int[] some = IntStream.range(0, panels).filter(p -> owner[p] == own).toArray();
            shuffle(some, n % kernels.panelColumns() == 0 ? panels : panels - 1, random);
            kernels.multiplyPanels(m, n, k, a, 1, ars, packed, c, 2, crs, start, some);
        }
        assertSameBits(kernels, c, expected, "%d x %d, %s".formatted(m, n, start));
    }

    /// All but a narrower panel, which stays the last one.
    private static void shuffle(int[] panels, int full, Random random) {
        int count = panels.length;
        while (count > 0 && panels[count - 1] >= full) {
            count--;
        }
        for (int i = count - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int panel = panels[i];
            panels[i] = panels[other];
            panels[other] = panel;
        }
    }

    /// The row copied into each row of C, and the product added.
    @ParameterizedTest
    @MethodSource(PAIRS)
    <A> void ontoRow(Variants.Pair<A> pair) {
        Random random = new Random(5);
        Kernels<A> kernels = pair.kernels();
        for (int m : ROWS) {
            for (int n : COLUMNS) {
                ontoRow(kernels, m, n, DEPTHS[random.nextInt(DEPTHS.length)], random);
            }
        }
        ontoRow(kernels, 247, 37, 258, random);
        ontoRow(kernels, 3, 20, 600, random);
        ontoRow(kernels, 0, 5, 4, random);
        ontoRow(kernels, 5, 0, 4, random);
    }

    private static <A> void ontoRow(Kernels<A> kernels, int m, int n, int k, Random random) {
        int ars = k + 2;
        int crs = n + 3;
        A a = Data.ordinary(kernels, 1 + m * ars, random);
        A b = Data.ordinary(kernels, k * n, random);
        A row = Data.ordinary(kernels, 3 + n, random);
        A packed = kernels.allocate(kernels.packedLength(k, n));
        kernels.pack(k, n, b, 0, n, 1, packed, 0);
        A c = Data.ordinary(kernels, 2 + m * crs, random);
        A expected = Data.copyOf(kernels, c);
        kernels.copy(m, n, row, 3, 0, expected, 2, crs);
        kernels.multiply(m, n, k, a, 1, ars, 1, packed, 0, expected, 2, crs, Start.ADDEND);
        kernels.multiplyOntoRow(m, n, k, a, 1, ars, packed, row, 3, c, 2, crs);
        assertSameBits(kernels, c, expected, "%d x %d x %d".formatted(m, n, k));
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    <A> void emptyOperands(Variants.Pair<A> pair) {
        Random random = new Random(3);
        for (Start start : Start.values()) {
            check(pair, 0, 5, 4, Order.ROWS, Order.ROWS, start, random);
            check(pair, 5, 0, 4, Order.ROWS, Order.ROWS, start, random);
            check(pair, 5, 20, 0, Order.COLUMNS, Order.ROWS, start, random);
        }
    }

    @ParameterizedTest
    @MethodSource(PAIRS)
    <A> void aPanelsPackedFormStartsAtItsColumnTimesTheDepth(Variants.Pair<A> pair) {
        Kernels<A> kernels = pair.kernels();
        int panel = kernels.panelColumns();
        int k = 7;
        int n = 2 * panel + 3;
        A b = Data.ordinary(kernels, k * n, new Random(4));
        A whole = kernels.allocate(kernels.packedLength(k, n));
        kernels.pack(k, n, b, 0, n, 1, whole, 0);
        A parts = kernels.allocate(kernels.packedLength(k, n));
        kernels.pack(k, panel, b, 0, n, 1, parts, 0);
        kernels.pack(k, n - panel, b, panel, n, 1, parts, panel * k);
        assertSameBits(kernels, parts, whole, "packed in two parts");
        assertThat(kernels.packedLength(k, panel)).isEqualTo(panel * k);
    }

    private static <A> void check(
            Variants.Pair<A> pair,
            int m,
            int n,
            int k,
            Order aOrder,
            Order bOrder,
            Start start,
            Random random) {
        Kernels<A> kernels = pair.kernels();
        int gap = random.nextInt(3);
        int ars = aOrder == Order.ROWS ? k + gap : 1;
        int acs = aOrder == Order.ROWS ? 1 : m + gap;
        int brs = bOrder == Order.ROWS ? n + gap : 1;
        int bcs = bOrder == Order.ROWS ? 1 : k + gap;
        int crs = n + gap;
        A a = Data.ordinary(kernels, 2 + (m + gap) * (k + gap), random);
        A b = Data.ordinary(kernels, 3 + (k + gap) * (n + gap), random);
        A c = Data.ordinary(kernels, 4 + m * crs + 3, random);
        int length = kernels.packedLength(k, n);
        A packed = Data.ordinary(kernels, length + 6, random);
        A before = Data.copyOf(kernels, packed);
        kernels.pack(k, n, b, 3, brs, bcs, packed, 1);
        kernels.set(before, 0, kernels.get(packed, 0));
        for (int i = 1 + length; i < length + 6; i++) {
            assertThat(kernels.get(packed, i)).isEqualTo(kernels.get(before, i));
        }
        A expected = Data.copyOf(kernels, c);
        reference(m, n, k, kernels, a, ars, acs, b, brs, bcs, expected, crs, start);
        kernels.multiply(m, n, k, a, 2, ars, acs, packed, 1, c, 4, crs, start);
        String what = "%d x %d x %d, A by %s, B by %s, %s";
        assertSameBits(kernels, c, expected, what.formatted(m, n, k, aOrder, bOrder, start));
    }

    /// The contract, word for word.
    private static <A> void reference(
            int m,
            int n,
            int k,
            Kernels<A> kernels,
            A a,
            int ars,
            int acs,
            A b,
            int brs,
            int bcs,
            A c,
            int crs,
            Start start) {
        boolean single = a instanceof float[];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = start == Start.ZERO ? 0 : kernels.get(c, 4 + i * crs + j);
                for (int p = 0; p < k; p++) {
                    double x = kernels.get(a, 2 + i * ars + p * acs);
                    double y = kernels.get(b, 3 + p * brs + j * bcs);
                    sum =
                            single
                                    ? Math.fma((float) x, (float) y, (float) sum)
                                    : Math.fma(x, y, sum);
                }
                kernels.set(c, 4 + i * crs + j, sum);
            }
        }
    }
}
