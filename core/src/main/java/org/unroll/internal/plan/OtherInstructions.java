package org.unroll.internal.plan;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The instructions for what is not an elementwise kernel, a product or a sum.
final class OtherInstructions {
    private OtherInstructions() {}

    /// The instruction that computes a value, or null if there is nothing to do.
    ///
    /// @param slots where its inputs are
    /// @param out where it goes
    static @Nullable Instruction of(
            Value value, Function<Value, Slot> slots, Buffers buffers, Slot out) {
        if (value.isLeaf()) {
            return null;
        }
        Slot x = slots.apply(value.inputs.getFirst());
        return switch (value.rule) {
            case Value.Rearrange(IndexMap map) -> new RearrangeInstruction(x, map, out);
            case Value.Fold(Value.Folding how, int length) ->
                    new FoldInstruction(how, length, x, out);
            case Value.InverseDeviation(int length, double epsilon) ->
                    new NormalizeInstruction.InverseDeviation(length, epsilon, x, out);
            case Value.Normalize(int length) ->
                    new NormalizeInstruction.Normalize(length, x, second(value, slots), out);
            case Value.NormalizeGradient(int length) ->
                    new NormalizeInstruction.Gradient(
                            length, x, second(value, slots), slots.apply(value.inputs.get(2)), out);
            case Value.Convert convert -> new ConvertInstruction(convert.whole(), x, out);
            case Value.BlockProduct product ->
                    new BlockMultiply(
                            x,
                            buffers.packed(matrix(product, constant(value, 1))),
                            out,
                            product.blocks(),
                            product.k(),
                            product.n());
            case Value.BatchProduct product ->
                    new BatchMultiply(product, x, second(value, slots), out);
            case Value.Position position ->
                    new NumberInstruction.Position(position.length(), x, out);
            case Value.TakeRows(int run, int tableRows) ->
                    new NumberInstruction.TakeRows(run, tableRows, x, second(value, slots), out);
            case Value.Pick(int length, int per) ->
                    new NumberInstruction.Pick(length, per, x, second(value, slots), out);
            case Value.Place(int length, int per) ->
                    new NumberInstruction.Place(length, per, x, second(value, slots), out);
            case Value.OneHot oneHot -> new NumberInstruction.OneHot(oneHot.classes(), x, out);
            default -> null;
        };
    }

    private static Slot second(Value value, Function<Value, Slot> slots) {
        return slots.apply(value.inputs.get(1));
    }

    private static int constant(Value value, int input) {
        if (value.inputs.get(input).rule instanceof Value.Constant(int node)) {
            return node;
        }
        throw new IllegalStateException("not a product with a constant: " + value.rule);
    }

    private static Panel matrix(Value.BlockProduct product, int node) {
        return product.transposed()
                ? Panel.whole(node, product.n(), product.k()).transposed()
                : Panel.whole(node, product.k(), product.n());
    }
}
