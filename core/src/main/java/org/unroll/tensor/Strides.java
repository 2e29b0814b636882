package org.unroll.tensor;

/// How operands of an elementwise operation are walked: the result's axes, coalesced as far as
/// every operand allows, with each operand's step along them (0 where it is stretched).
final class Strides {
    /// Lengths of the coalesced axes; at least two, so that the last two are rows and columns.
    final int[] lengths;

    /// `steps[operand][axis]`.
    final int[][] steps;

    private Strides(int[] lengths, int[][] steps) {
        this.lengths = lengths;
        this.steps = steps;
    }

    static Strides of(Shape result, Shape... operands) {
        int rank = result.rank();
        int[][] full = new int[operands.length][rank];
        for (int o = 0; o < operands.length; o++) {
            int step = 1;
            for (int back = 1; back <= operands[o].rank(); back++) {
                int length = operands[o].dim(-back);
                full[o][rank - back] = length == 1 ? 0 : step;
                step *= length;
            }
        }
        int[] lengths = new int[rank + 2];
        int[][] steps = new int[operands.length][rank + 2];
        int last = lengths.length - 1; // axes are gathered from the end
        lengths[last] = 1;
        int count = 0;
        for (int axis = rank - 1; axis >= 0; axis--) {
            int length = result.dim(axis);
            if (length == 1) {
                continue;
            }
            if (count > 0 && continues(full, steps, axis, last, lengths[last])) {
                lengths[last] *= length;
                continue;
            }
            if (count++ > 0) {
                last--;
            }
            lengths[last] = length;
            for (int o = 0; o < operands.length; o++) {
                steps[o][last] = full[o][axis];
            }
        }
        int from = Math.min(last, lengths.length - 2);
        for (int i = from; i < last; i++) {
            lengths[i] = 1;
        }
        int[][] cut = new int[operands.length][];
        for (int o = 0; o < operands.length; o++) {
            cut[o] = java.util.Arrays.copyOfRange(steps[o], from, lengths.length);
        }
        return new Strides(java.util.Arrays.copyOfRange(lengths, from, lengths.length), cut);
    }

    /// Whether for every operand a step along `axis` is what follows a whole run of the axis
    /// gathered last.
    private static boolean continues(int[][] full, int[][] steps, int axis, int last, int run) {
        for (int o = 0; o < full.length; o++) {
            if (full[o][axis] != steps[o][last] * run) {
                return false;
            }
        }
        return true;
    }

    int rows() {
        return lengths[lengths.length - 2];
    }

    int columns() {
        return lengths[lengths.length - 1];
    }

    int rowStep(int operand) {
        return steps[operand][lengths.length - 2];
    }

    int columnStep(int operand) {
        return steps[operand][lengths.length - 1];
    }

    /// How many matrices of rows x columns there are.
    int matrices() {
        int count = 1;
        for (int i = 0; i < lengths.length - 2; i++) {
            count *= lengths[i];
        }
        return count;
    }

    /// Where an operand's matrix of this number starts.
    int start(int operand, int matrix) {
        int offset = 0;
        for (int axis = lengths.length - 3; axis >= 0; axis--) {
            offset += matrix % lengths[axis] * steps[operand][axis];
            matrix /= lengths[axis];
        }
        return offset;
    }
}
