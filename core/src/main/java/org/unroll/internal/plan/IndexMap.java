package org.unroll.internal.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Where each number of a row comes from when numbers are only moved: its place in the input's row,
/// or -1 for zero. Slices, padding, transposed or repeated features and what is laid side by side
/// along an inner axis all come down to this. Shapes here are those of one row, without the batch.
final class IndexMap {
    private static final int ZERO = -1;

    /// Runs shorter than this are moved number by number.
    private static final int LONG_RUN = 8;

    private final int[] from;
    private final Run[] runs;

    /// `length` numbers from one place on (-1: zeros) to another.
    private record Run(int from, int to, int length) {}

    private IndexMap(int[] from) {
        this.from = from;
        this.runs = runs(from);
    }

    // ---- which moves there are ----

    /// Positions `[from, to)` of an axis.
    static IndexMap slice(int[] dims, int axis, int from, int to) {
        int[] cut = dims.clone();
        cut[axis] = to - from;
        int[] steps = steps(dims);
        return new IndexMap(places(cut, steps, from * steps[axis]));
    }

    /// Zeros before and after an axis of the input.
    static IndexMap pad(int[] dims, int axis, int before, int after) {
        int[] padded = dims.clone();
        padded[axis] += before + after;
        int[] steps = steps(padded);
        int[] map = new int[size(padded)];
        Arrays.fill(map, ZERO);
        int[] to = places(dims, steps, before * steps[axis]);
        for (int i = 0; i < to.length; i++) {
            map[to[i]] = i;
        }
        return new IndexMap(map);
    }

    /// Axis i of the result is axis `axes[i]` of the input.
    static IndexMap permute(int[] dims, int... axes) {
        int[] steps = steps(dims);
        int[] turned = new int[axes.length];
        int[] turnedSteps = new int[axes.length];
        for (int i = 0; i < axes.length; i++) {
            turned[i] = dims[axes[i]];
            turnedSteps[i] = steps[axes[i]];
        }
        return new IndexMap(places(turned, turnedSteps, 0));
    }

    /// The last two axes exchanged.
    static IndexMap transpose(int[] dims) {
        int[] axes = new int[dims.length];
        Arrays.setAll(axes, i -> i);
        axes[dims.length - 1] = dims.length - 2;
        axes[dims.length - 2] = dims.length - 1;
        return permute(dims, axes);
    }

    /// Axes of length one stretched; both shapes have as many axes.
    static IndexMap broadcast(int[] dims, int[] to) {
        int[] steps = steps(dims);
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] == 1) {
                steps[i] = 0;
            }
        }
        return new IndexMap(places(to, steps, 0));
    }

    /// From inputs that lie one after the other to inputs that lie side by side along an axis.
    static IndexMap concatenate(List<int[]> parts, int axis, int[] whole) {
        int[] steps = steps(whole);
        int[] map = new int[size(whole)];
        int at = 0;
        int before = 0;
        for (int[] part : parts) {
            int[] to = places(part, steps, before * steps[axis]);
            for (int place : to) {
                map[place] = at++;
            }
            before += part[axis];
        }
        return new IndexMap(map);
    }

    /// This after another one: first `before` moves, then this.
    IndexMap after(IndexMap before) {
        int[] map = from.clone();
        for (int i = 0; i < map.length; i++) {
            map[i] = map[i] == ZERO ? ZERO : before.from[map[i]];
        }
        return new IndexMap(map);
    }

    private static int[] steps(int[] dims) {
        int[] steps = new int[dims.length];
        int step = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            steps[i] = step;
            step *= dims[i];
        }
        return steps;
    }

    static int size(int[] dims) {
        int size = 1;
        for (int dim : dims) {
            size *= dim;
        }
        return size;
    }

    /// The place of every element of a shape, in order, where each axis has its step.
    private static int[] places(int[] dims, int[] steps, int start) {
        int[] places = new int[size(dims)];
        int[] index = new int[dims.length];
        int place = start;
        for (int i = 0; i < places.length; i++) {
            places[i] = place;
            for (int axis = dims.length - 1; axis >= 0; axis--) {
                place += steps[axis];
                if (++index[axis] < dims[axis]) {
                    break;
                }
                place -= index[axis] * steps[axis];
                index[axis] = 0;
            }
        }
        return places;
    }

    // ---- what a map comes down to ----

    int width() {
        return from.length;
    }

    /// Whether a row of this many numbers stays as it is.
    boolean isIdentity(int inputs) {
        return from.length == inputs
                && (runs.length == 0 || (runs.length == 1 && runs[0].from == 0));
    }

    /// The first place of a single run of the input, or -1 if this is something else.
    int onlyRun() {
        return runs.length == 1 ? runs[0].from : ZERO;
    }

    boolean hasZeros() {
        return Arrays.stream(runs).anyMatch(run -> run.from == ZERO);
    }

    /// The place of the whole input among zeros, or -1 if this is something else.
    int wholeAmongZeros(int inputs) {
        int place = ZERO;
        for (Run run : runs) {
            if (run.from == ZERO) {
                continue;
            }
            if (place != ZERO || run.from != 0 || run.length != inputs) {
                return ZERO;
            }
            place = run.to;
        }
        return place;
    }

    private static Run[] runs(int[] from) {
        List<Run> runs = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= from.length; i++) {
            boolean goesOn =
                    i < from.length
                            && from[i] == (from[start] == ZERO ? ZERO : from[start] + (i - start));
            if (!goesOn) {
                runs.add(new Run(from[start], start, i - start));
                start = i;
            }
        }
        return from.length == 0 ? new Run[0] : runs.toArray(Run[]::new);
    }

    // ---- moving ----

    /// Moves the numbers of rows between arrays of one type; they do not overlap.
    void move(int rows, Object x, int at, int stride, Object out, int outAt, int outStride) {
        boolean longRuns = (long) runs.length * LONG_RUN <= from.length;
        for (int row = 0; row < rows; row++) {
            int source = at + row * stride;
            int target = outAt + row * outStride;
            if (longRuns) {
                moveRuns(x, source, out, target);
            } else if (x instanceof float[] floats) {
                moveEach(floats, source, (float[]) out, target);
            } else {
                moveEach((double[]) x, source, (double[]) out, target);
            }
        }
    }

    private void moveRuns(Object x, int source, Object out, int target) {
        for (Run run : runs) {
            int to = target + run.to;
            if (run.from != ZERO) {
                System.arraycopy(x, source + run.from, out, to, run.length);
            } else if (out instanceof float[] floats) {
                Arrays.fill(floats, to, to + run.length, 0);
            } else {
                Arrays.fill((double[]) out, to, to + run.length, 0);
            }
        }
    }

    private void moveEach(float[] x, int source, float[] out, int target) {
        for (int i = 0; i < from.length; i++) {
            out[target + i] = from[i] == ZERO ? 0 : x[source + from[i]];
        }
    }

    private void moveEach(double[] x, int source, double[] out, int target) {
        for (int i = 0; i < from.length; i++) {
            out[target + i] = from[i] == ZERO ? 0 : x[source + from[i]];
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IndexMap map && Arrays.equals(from, map.from);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(from);
    }

    @Override
    public String toString() {
        return runs.length + " runs of " + from.length + " numbers";
    }
}
