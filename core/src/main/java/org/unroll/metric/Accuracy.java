package org.unroll.metric;

import org.jspecify.annotations.Nullable;
import org.unroll.nn.Sequence;
import org.unroll.tensor.Tensor;

/// At how many places the class with the largest logit was the right one. Of equal logits the first
/// one's class is taken.
///
/// A place with the target -100 does not count, as in [org.unroll.loss.CrossEntropy].
///
/// @param right how many places were right, from 0 to `count`
/// @param count how many places there were
public record Accuracy(long right, long count) {
    private static final String NAME = "accuracy";

    /// Checks the numbers.
    public Accuracy {
        if (right < 0 || right > count) {
            throw new IllegalArgumentException(
                    "expected right from 0 to %d but got %d".formatted(count, right));
        }
    }

    /// Of no place: where adding up begins.
    public static Accuracy none() {
        return new Accuracy(0, 0);
    }

    /// Over the valid steps: padding does not count, nor do steps that a mask leaves out.
    ///
    /// @param logits `[rows, steps, classes]`, or `[rows, classes]`; `[steps, rows, classes]` in
    ///   time-first layout
    /// @param targets class indices, int32, of the logits' shape without the last axis
    public static Accuracy of(Sequence logits, Tensor targets) {
        return of(logits.values(), targets, CountedPlaces.mask(logits));
    }

    /// Over all places.
    ///
    /// @param logits `[..., classes]`
    /// @param targets `[...]`, class indices, int32
    public static Accuracy of(Tensor logits, Tensor targets) {
        return of(logits, targets, null);
    }

    /// Over the places where the mask is 1.
    ///
    /// @param logits `[..., classes]`
    /// @param targets `[...]`, class indices, int32
    /// @param mask `[...]` of 0 and 1, of any type; null counts everything
    public static Accuracy of(Tensor logits, Tensor targets, @Nullable Tensor mask) {
        int[] places = CountedPlaces.of(NAME, logits, targets, mask);
        int[] found = logits.argmax(-1).toInts();
        int[] wanted = targets.toInts();
        int right = 0;
        for (int place : places) {
            right += found[place] == wanted[place] ? 1 : 0;
        }
        return new Accuracy(right, places.length);
    }

    /// Over the places of both.
    public Accuracy plus(Accuracy other) {
        return new Accuracy(right + other.right, count + other.count);
    }

    /// The share of right places, from 0 to 1.
    ///
    /// @throws IllegalStateException if no place counted
    public double value() {
        if (count == 0) {
            throw new IllegalStateException("the accuracy over no place is undefined");
        }
        return (double) right / count;
    }
}
