package org.unroll.text;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.PrimitiveIterator;
import org.unroll.data.Vocabulary;
import org.unroll.internal.network.RecurrentCore;
import org.unroll.tensor.Rng;
import org.unroll.tensor.Tensor;

/// Writes a text, one code point after the other, each when it is asked for.
final class Writer implements PrimitiveIterator.OfInt {
    private final TextNetwork network;
    private final Vocabulary vocabulary;
    private final Choice choice;
    private List<Tensor> state = List.of();
    private double[] logits = {};
    private int newlines;
    private int length;

    Writer(TextNetwork network, Vocabulary vocabulary, Generation generation) {
        this.network = network;
        this.vocabulary = vocabulary;
        this.choice = new Choice(generation.sampler(), Rng.seeded(generation.seed()).fork("text"));
        this.newlines = generation.newlines() == 0 ? -1 : generation.newlines();
        this.length = generation.length() == 0 ? -1 : generation.length();
        read(vocabulary.encode(start() + generation.prefix()));
    }

    /// A text begins as a line does: after a line end, or, where the model knows none, after its
    /// first character.
    private String start() {
        return vocabulary.contains("\n") ? "\n" : vocabulary.tokens().getFirst();
    }

    private void read(int... tokens) {
        for (int token : tokens) {
            RecurrentCore.Stepped step = network.step(token, state);
            state = step.state();
            logits = step.output().toDoubles();
        }
    }

    @Override
    public boolean hasNext() {
        return newlines != 0 && length != 0;
    }

    @Override
    public int nextInt() {
        if (!hasNext()) {
            throw new NoSuchElementException("the text has ended");
        }
        int token = choice.of(logits);
        int point = vocabulary.tokens().get(token).codePointAt(0);
        length = Math.max(-1, length - 1);
        newlines = point == '\n' ? Math.max(-1, newlines - 1) : newlines;
        if (hasNext()) {
            read(token);
        }
        return point;
    }
}
