package org.unroll.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.unroll.internal.kernel.Binary;
import org.unroll.internal.kernel.Start;
import org.unroll.internal.kernel.Unary;

/// What may be put together, and what may not. That the bits stay the same shows wherever a plan's
/// results are compared.
class MergedTest {
    private static final int WIDTH = 8;

    private static final Slot A = slot(0, Slot.Place.BLOCK, WIDTH);
    private static final Slot B = slot(1, Slot.Place.BATCH, WIDTH);
    private static final Slot C = slot(2, Slot.Place.BATCH, WIDTH);
    private static final Slot D = slot(3, Slot.Place.BATCH, WIDTH);
    private static final Slot LEFT = slot(4, Slot.Place.BATCH, WIDTH);
    private static final Slot RIGHT = slot(5, Slot.Place.BATCH, WIDTH);
    private static final Slot OUT = slot(6, Slot.Place.BLOCK, WIDTH);
    private static final Slot OTHER = slot(7, Slot.Place.BATCH, WIDTH);
    private static final Slot ROW = new Slot(8, Slot.Place.CONSTANT, 0, 0, WIDTH);

    private static final Instruction AB = new Instruction.Combine(Binary.MULTIPLY, A, B, LEFT);
    private static final Instruction CD = new Instruction.Combine(Binary.MULTIPLY, C, D, RIGHT);
    private static final Instruction SUM = new Instruction.Combine(Binary.ADD, LEFT, RIGHT, OUT);

    private static Slot slot(int buffer, Slot.Place place, int width) {
        return new Slot(buffer, place, width, 0, width);
    }

    private static Instruction tanh(Slot x, Slot out) {
        return new Instruction.Map(Unary.TANH, x, out);
    }

    private static int merged(Instruction... code) {
        return Merged.of(List.of(code), List.of()).size();
    }

    @Test
    void aSumOfProductsIsOne() {
        Instruction other = tanh(A, OTHER);
        List<Instruction> merged = Merged.of(List.of(AB, other, CD, SUM, tanh(OUT, A)), List.of());
        assertThat(merged).hasSize(3).startsWith(other).last().isEqualTo(tanh(OUT, A));
        assertThat(merged.get(1).out()).isEqualTo(OUT);
    }

    @Test
    void aProductThatSomethingElseReadsStays() {
        assertThat(merged(AB, CD, tanh(LEFT, OTHER), SUM)).isEqualTo(4);
        assertThat(Merged.of(List.of(AB, CD, SUM), List.of(tanh(RIGHT, OTHER)))).hasSize(3);
        Slot kept = slot(9, Slot.Place.SEQUENCE, WIDTH);
        assertThat(
                        merged(
                                new Instruction.Combine(Binary.MULTIPLY, A, B, kept),
                                CD,
                                new Instruction.Combine(Binary.ADD, kept, RIGHT, OUT)))
                .isEqualTo(3);
        assertThat(merged(AB, new Instruction.Combine(Binary.ADD, LEFT, LEFT, OUT))).isEqualTo(2);
    }

    @Test
    void aProductWhoseFactorsChangeStays() {
        assertThat(merged(AB, tanh(C, B), CD, SUM)).isEqualTo(4);
        assertThat(merged(tanh(C, B), AB, CD, SUM)).isEqualTo(2);
    }

    @Test
    void aNumberForARowStays() {
        Slot number = slot(9, Slot.Place.BATCH, 1);
        Instruction product = new Instruction.Combine(Binary.MULTIPLY, A, number, LEFT);
        assertThat(merged(product, CD, SUM)).isEqualTo(3);
    }

    @Test
    void aProductOntoARowOfConstantsIsOne() {
        Instruction copy = new Instruction.Copy(ROW, OUT);
        Instruction onto = new Instruction.Multiply(A, 10, OUT, Start.ADDEND);
        assertThat(merged(copy, onto)).isEqualTo(1);
        assertThat(merged(copy, new Instruction.Multiply(A, 10, OUT, Start.ZERO))).isEqualTo(2);
        assertThat(merged(new Instruction.Copy(B, OUT), onto)).isEqualTo(2);
        Slot rows = new Slot(8, Slot.Place.CONSTANT, WIDTH, 0, WIDTH);
        assertThat(merged(new Instruction.Copy(rows, OUT), onto)).isEqualTo(2);
        assertThat(merged(new Instruction.Copy(ROW, OTHER), onto)).isEqualTo(2);
    }
}
