package org.unroll.benchmarks.shared;

/// A network: an embedding or plain input, recurrent layers, and up to two dense layers.
///
/// @param cell the recurrent layers' equations
/// @param writing how the cell is written
/// @param vocabulary how many tokens the embedding has; 0 if the input is numbers
/// @param input the length of an input or of an embedded token
/// @param hidden the length of the hidden state
/// @param layers how many recurrent layers
/// @param between the width of a dense layer with relu before the last one; 0 if there is none
/// @param classes the width of the last dense layer; 0 if there is none
public record Network(
        Cell cell,
        Writing writing,
        int vocabulary,
        int input,
        int hidden,
        int layers,
        int between,
        int classes) {

    /// One built-in layer on numbers.
    public static Network of(Cell cell, int input, int hidden) {
        return new Network(cell, Writing.BUILT_IN, 0, input, hidden, 1, 0, 0);
    }

    /// The same, written otherwise.
    public Network written(Writing writing) {
        return new Network(cell, writing, vocabulary, input, hidden, layers, between, classes);
    }

    /// The same with so many layers.
    public Network layers(int layers) {
        return new Network(cell, writing, vocabulary, input, hidden, layers, between, classes);
    }

    /// The same with an embedding of so many tokens before it.
    public Network embedding(int vocabulary) {
        return new Network(cell, writing, vocabulary, input, hidden, layers, between, classes);
    }

    /// The same with dense layers after it.
    public Network dense(int between, int classes) {
        return new Network(cell, writing, vocabulary, input, hidden, layers, between, classes);
    }

    /// Multiplications and additions of the forward products.
    ///
    /// @param timesteps how many the recurrent layers take, over all rows
    /// @param ends how many the dense layers take
    public double operations(double timesteps, double ends) {
        double below = input;
        double recurrent = 0;
        for (int i = 0; i < layers; i++) {
            recurrent += 2.0 * cell.gates() * hidden * (below + hidden);
            below = hidden;
        }
        double dense = 2.0 * hidden * (between == 0 ? classes : between) + 2.0 * between * classes;
        return timesteps * recurrent + ends * dense;
    }
}
