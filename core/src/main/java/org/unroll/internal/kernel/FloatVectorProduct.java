package org.unroll.internal.kernel;

/// The float32 matrix product with the Vector API: blocking, and the choice of tiles. The right
/// operand is packed ([FloatVectorPacking]). Blocks of A and of a panel stay in the caches; between
/// two blocks along k, the chains rest in C.
///
/// float64: GenerateDoubleKernels translates this file.
final class FloatVectorProduct {
    private static final int LANES = FloatLanes.SPECIES.length();
    private static final int PANEL = FloatVectorPacking.PANEL;

    /// Along k: a panel's block then has 32 KiB at 512 bits, two thirds of a first-level cache.
    private static final int K_BLOCK = 256;

    /// Rows of A per block: 240 KiB of the second-level cache. A multiple of every tile's height.
    private static final int ROW_BLOCK = 240; // float64: private static final int ROW_BLOCK = 120;

    /// The distance of rows of a copied block of A: no power of two, so that rows do not share the
    /// same few lines of the cache.
    private static final int COPY_STRIDE = K_BLOCK + 16;

    private static final int GROUP = FloatVectorColumnTiles.GROUP;

    private static final int TALLEST = 8;

    /// Up to so many rows, C is held over the whole of k.
    private static final int THIN = 3;

    /// Where the chains of a tile start that are not to go on with C.
    static final float[] ZEROS = new float[PANEL];

    /// Where the chains start from C, or from zero, and not from a row.
    private static final float[] NO_ROW = {};

    /// Copies of blocks of A, and tiles at the right edge of C.
    private static final FloatScratch COPIES = new FloatScratch(ROW_BLOCK * COPY_STRIDE);

    private static final FloatScratch TILES = new FloatScratch(TALLEST * PANEL);

    private FloatVectorProduct() {}

    static void multiply(
            int m,
            int n,
            int k,
            float[] a,
            int ao,
            int ars,
            int acs,
            float[] packed,
            int po,
            float[] c,
            int co,
            int crs,
            Start start) {
        boolean inPlace = acs == 1;
        int deepest = inPlace && m <= THIN ? k : K_BLOCK;
        float[] copy = inPlace ? a : COPIES.take();
        boolean cut = n % LANES != 0;
        float[] tile = cut ? TILES.take() : ZEROS;
        for (int i = 0; i < m; i += ROW_BLOCK) {
            int rows = Math.min(ROW_BLOCK, m - i);
            int grouped = ars == 1 && !inPlace ? rows / GROUP * GROUP : 0;
            Start from = start;
            int p = 0;
            // once even where k is 0, for the product is zero then
            do {
                int depth = Math.min(deepest, k - p);
                int ca = ao + i * ars + p * acs;
                int cc = co + i * crs;
                int cars = ars;
                if (grouped > 0) {
                    FloatVectorColumnTiles.copy(grouped / GROUP, depth, a, ca, acs, copy);
                    groups(grouped, n, k, p, depth, copy, packed, po, c, cc, crs, tile, from);
                    ca += grouped;
                    cc += grouped * crs;
                }
                if (!inPlace && grouped < rows) {
                    copyBlock(rows - grouped, depth, a, ca, ars, acs, copy);
                    ca = 0;
                    cars = COPY_STRIDE;
                }
                block(
                        rows - grouped,
                        n,
                        k,
                        p,
                        depth,
                        copy,
                        ca,
                        cars,
                        packed,
                        po,
                        NO_ROW,
                        0,
                        c,
                        cc,
                        crs,
                        tile,
                        from);
                from = Start.ADDEND;
                p += depth;
            } while (p < k);
        }
        if (!inPlace) {
            COPIES.giveBack(copy);
        }
        if (cut) {
            TILES.giveBack(tile);
        }
    }

    static void multiplyOntoRow(
            int m,
            int n,
            int k,
            float[] a,
            int ao,
            int ars,
            float[] packed,
            float[] row,
            int ro,
            float[] c,
            int co,
            int crs) {
        boolean cut = n % LANES != 0;
        float[] tile = cut ? TILES.take() : ZEROS;
        for (int i = 0; i < m; i += ROW_BLOCK) {
            int rows = Math.min(ROW_BLOCK, m - i);
            int cc = co + i * crs;
            float[] from = row;
            int p = 0;
            do {
                int depth = Math.min(K_BLOCK, k - p);
                int ca = ao + i * ars + p;
                block(
                        rows,
                        n,
                        k,
                        p,
                        depth,
                        a,
                        ca,
                        ars,
                        packed,
                        0,
                        from,
                        ro,
                        c,
                        cc,
                        crs,
                        tile,
                        Start.ADDEND);
                from = NO_ROW;
                p += depth;
            } while (p < k);
        }
        if (cut) {
            TILES.giveBack(tile);
        }
    }

    /// A block of A with its rows one after another.
    private static void copyBlock(
            int rows, int depth, float[] a, int ao, int ars, int acs, float[] copy) {
        if (ars == 1) {
            FloatTransposition.transpose(depth, rows, a, ao, acs, copy, 0, COPY_STRIDE);
            return;
        }
        for (int i = 0; i < rows; i++) {
            for (int p = 0; p < depth; p++) {
                copy[i * COPY_STRIDE + p] = a[ao + i * ars + p * acs];
            }
        }
    }

    /// Rows of A that were copied in groups, all panels, and the steps [p, p + depth) of k.
    private static void groups(
            int rows,
            int n,
            int k,
            int p,
            int depth,
            float[] a,
            float[] packed,
            int po,
            float[] c,
            int co,
            int crs,
            float[] tile,
            Start start) {
        float[] from = start == Start.ZERO ? ZEROS : c;
        int frs = start == Start.ZERO ? 0 : crs;
        for (int j = 0; j < n; j += PANEL) {
            int width = Math.min(PANEL, n - j);
            boolean wide = width > LANES;
            int b = po + j * k + p * (wide ? PANEL : LANES);
            for (int i = 0; i < rows; i += GROUP) {
                int ca = i * depth;
                int cc = co + i * crs + j;
                if (width == PANEL || width == LANES) {
                    int fo = start == Start.ZERO ? 0 : cc;
                    FloatVectorColumnTiles.group(
                            wide, depth, a, ca, packed, b, from, fo, frs, c, cc, crs);
                    continue;
                }
                load(start, GROUP, width, c, cc, crs, tile);
                float[] f = start == Start.ZERO ? ZEROS : tile;
                int ts = start == Start.ZERO ? 0 : PANEL;
                FloatVectorColumnTiles.group(
                        wide, depth, a, ca, packed, b, f, 0, ts, tile, 0, PANEL);
                store(GROUP, width, tile, c, cc, crs);
            }
        }
    }

    /// What is in C of a tile that reaches over the edge.
    private static void load(
            Start start, int rows, int width, float[] c, int co, int crs, float[] tile) {
        for (int r = 0; start == Start.ADDEND && r < rows; r++) {
            System.arraycopy(c, co + r * crs, tile, r * PANEL, width);
        }
    }

    private static void store(int rows, int width, float[] tile, float[] c, int co, int crs) {
        for (int r = 0; r < rows; r++) {
            System.arraycopy(tile, r * PANEL, c, co + r * crs, width);
        }
    }

    /// Rows of A, all panels, and the steps [p, p + depth) of k.
    ///
    /// @param row from which the chains start instead of from C's rows, unless it is [#NO_ROW]
    private static void block(
            int rows,
            int n,
            int k,
            int p,
            int depth,
            float[] a,
            int ao,
            int ars,
            float[] packed,
            int po,
            float[] row,
            int ro,
            float[] c,
            int co,
            int crs,
            float[] tile,
            Start start) {
        int thin = thinRows(rows);
        int tall = rows - thin;
        if (tall > 0) {
            panels(
                    0, tall, n, k, p, depth, a, ao, ars, packed, po, row, ro, c, co, crs, tile,
                    start);
        }
        for (int i = tall; i < rows; ) {
            int height = Math.min(2, rows - i);
            int ca = ao + i * ars;
            int cc = co + i * crs;
            for (int r = 0; row.length > 0 && r < height; r++) {
                System.arraycopy(row, ro, c, cc + r * crs, n);
            }
            int j = 0;
            float[] from = start == Start.ZERO ? ZEROS : c;
            int fm = start == Start.ZERO ? 0 : -1;
            int b = po + p * PANEL;
            if (height == 2) {
                for (; j + 2 * PANEL <= n; j += 2 * PANEL) {
                    int b0 = b + j * k;
                    FloatVectorThinTiles.twoRowsTwoPanels(
                            depth,
                            a,
                            ca,
                            ars,
                            packed,
                            b0,
                            b0 + k * PANEL,
                            from,
                            fm,
                            crs & fm,
                            c,
                            cc + j,
                            cc + j + PANEL,
                            crs);
                }
            } else {
                for (; j + 4 * PANEL <= n; j += 4 * PANEL) {
                    int b0 = b + j * k;
                    FloatVectorThinTiles.oneRowFourPanels(
                            depth,
                            a,
                            ca,
                            packed,
                            b0,
                            b0 + k * PANEL,
                            b0 + 2 * k * PANEL,
                            b0 + 3 * k * PANEL,
                            from,
                            fm,
                            c,
                            cc + j,
                            cc + j + PANEL,
                            cc + j + 2 * PANEL,
                            cc + j + 3 * PANEL);
                }
            }
            panels(
                    j, height, n, k, p, depth, a, ca, ars, packed, po, NO_ROW, 0, c, cc, crs, tile,
                    start);
            i += height;
        }
    }

    /// The panels from column j on.
    private static void panels(
            int first,
            int rows,
            int n,
            int k,
            int p,
            int depth,
            float[] a,
            int ao,
            int ars,
            float[] packed,
            int po,
            float[] row,
            int ro,
            float[] c,
            int co,
            int crs,
            float[] tile,
            Start start) {
        for (int j = first; j < n; j += PANEL) {
            int width = Math.min(PANEL, n - j);
            boolean wide = width > LANES;
            int b = po + j * k + p * (wide ? PANEL : LANES);
            int cj = co + j;
            if (width == PANEL || width == LANES) {
                panel(wide, rows, depth, a, ao, ars, packed, b, row, ro + j, c, cj, crs, start);
            } else {
                cutPanel(
                        wide, width, rows, depth, a, ao, ars, packed, b, row, ro + j, c, cj, crs,
                        tile, start);
            }
        }
    }

    private static void panel(
            boolean wide,
            int rows,
            int depth,
            float[] a,
            int ao,
            int ars,
            float[] b,
            int bo,
            float[] row,
            int ro,
            float[] c,
            int co,
            int crs,
            Start start) {
        boolean same = row.length > 0;
        float[] from = same ? row : start == Start.ZERO ? ZEROS : c;
        int frs = same || start == Start.ZERO ? 0 : crs;
        for (int i = 0; i < rows; ) {
            int height = wide ? wideHeight(rows - i) : narrowHeight(rows - i);
            int ca = ao + i * ars;
            int cc = co + i * crs;
            int fo = same ? ro : start == Start.ZERO ? 0 : cc;
            if (wide) {
                FloatVectorWideTiles.rows(
                        height, depth, a, ca, ars, b, bo, from, fo, frs, c, cc, crs);
            } else {
                FloatVectorNarrowTiles.rows(
                        height, depth, a, ca, ars, b, bo, from, fo, frs, c, cc, crs);
            }
            i += height;
        }
    }

    /// A panel that has more lanes than C has columns: computed in a tile of its own.
    private static void cutPanel(
            boolean wide,
            int width,
            int rows,
            int depth,
            float[] a,
            int ao,
            int ars,
            float[] b,
            int bo,
            float[] row,
            int ro,
            float[] c,
            int co,
            int crs,
            float[] tile,
            Start start) {
        for (int i = 0; i < rows; i += TALLEST) {
            int height = Math.min(TALLEST, rows - i);
            int cc = co + i * crs;
            if (row.length > 0) {
                load(start, height, width, row, ro, 0, tile);
            } else {
                load(start, height, width, c, cc, crs, tile);
            }
            panel(
                    wide,
                    height,
                    depth,
                    a,
                    ao + i * ars,
                    ars,
                    b,
                    bo,
                    NO_ROW,
                    0,
                    tile,
                    0,
                    PANEL,
                    start);
            store(height, width, tile, c, cc, crs);
        }
    }

    /// How many of a block's rows are left over for the thin tiles.
    private static int thinRows(int rows) {
        return rows <= THIN ? rows : rows == 7 ? 1 : 0;
    }

    /// The tile for the next of so many rows. The tiles of 8, 6, 5 and 4 rows make up every number
    /// from 4 on but 7; without 32 registers, those of 6, 5 and 4 do.
    private static int wideHeight(int rows) {
        if (rows < 4) {
            return Math.min(rows, 2);
        }
        if (rows % 2 == 1 && rows != 7) {
            return 5;
        }
        if (VectorWidth.MANY_REGISTERS) {
            return rows % 8 == 0 ? 8 : rows == 4 ? 4 : 6;
        }
        return rows % 6 == 0 ? 6 : 4;
    }

    private static int narrowHeight(int rows) {
        return rows >= 8 ? 8 : rows >= 4 ? 4 : Math.min(rows, 2);
    }
}
