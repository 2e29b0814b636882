package org.unroll.testkit.operations;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.unroll.tensor.DType;
import org.unroll.tensor.Tensor;

/// Every differentiable operation of Tensor, over shapes that are odd, broadcast, of length one or
/// empty.
final class OperationCases {
    /// Pairs that broadcast in every way: equal, leading axes, axes of one on either side and both,
    /// scalars, nothing.
    private static final int[][][] BROADCASTS = {
        {{2, 3}, {2, 3}},
        {{2, 3}, {3}},
        {{3}, {2, 3}},
        {{2, 3}, {2, 1}},
        {{1, 3}, {2, 1}},
        {{2, 1, 3}, {4, 1}},
        {{}, {2, 3}},
        {{5}, {1}},
        {{}, {}},
        {{7, 17}, {17}},
        {{3, 5, 2}, {5, 1}},
        {{0, 3}, {3}},
    };

    private static final int[][] SHAPES = {{}, {1}, {5}, {2, 3}, {3, 1, 2}, {7, 33}, {0, 3}};

    private final Inputs inputs = new Inputs(20);
    private final List<OperationCase> cases = new ArrayList<>();

    private OperationCases() {}

    static List<OperationCase> all() {
        OperationCases all = new OperationCases();
        all.unary();
        all.binary();
        all.comparedByKinks();
        all.products();
        all.shapes();
        all.joins();
        all.numbered();
        all.reductions();
        all.composed();
        return all.cases;
    }

    private void add(OperationCase operation) {
        cases.add(operation);
    }

    private void unary() {
        Map<String, UnaryOperator<Tensor>> anywhere = new LinkedHashMap<>();
        anywhere.put("negated()", Tensor::negated);
        anywhere.put("abs()", Tensor::abs);
        anywhere.put("sign()", Tensor::sign);
        anywhere.put("squared()", Tensor::squared);
        anywhere.put("exp()", Tensor::exp);
        anywhere.put("tanh()", Tensor::tanh);
        anywhere.put("sigmoid()", Tensor::sigmoid);
        anywhere.put("erf()", Tensor::erf);
        anywhere.put("relu()", Tensor::relu);
        Map<String, UnaryOperator<Tensor>> aboveZero = new LinkedHashMap<>();
        aboveZero.put("sqrt()", Tensor::sqrt);
        aboveZero.put("log()", Tensor::log);
        aboveZero.put("reciprocal()", Tensor::reciprocal);
        for (int[] shape : SHAPES) {
            anywhere.forEach((method, f) -> add(unary(method, f, inputs.mixed(shape))));
            aboveZero.forEach((method, f) -> add(unary(method, f, inputs.positive(shape))));
        }
    }

    private static OperationCase unary(String method, UnaryOperator<Tensor> f, Tensor input) {
        return OperationCase.of(method, in -> f.apply(in.get(0)), input);
    }

    private static OperationCase binary(
            String method, BinaryOperator<Tensor> f, Tensor a, Tensor b) {
        return OperationCase.of(method, in -> f.apply(in.get(0), in.get(1)), a, b);
    }

    private void binary() {
        for (int[][] pair : BROADCASTS) {
            Tensor a = inputs.mixed(pair[0]);
            Tensor b = inputs.mixed(pair[1]);
            add(binary("plus(Tensor)", Tensor::plus, a, b));
            add(binary("minus(Tensor)", Tensor::minus, a, b));
            add(binary("times(Tensor)", Tensor::times, a, b));
            add(binary("dividedBy(Tensor)", Tensor::dividedBy, a, inputs.positive(pair[1])));
        }
        for (int[] shape : SHAPES) {
            Tensor x = inputs.mixed(shape);
            add(unary("plus(double)", t -> t.plus(1.7), x));
            add(unary("minus(double)", t -> t.minus(1.7), x));
            add(unary("times(double)", t -> t.times(-1.7), x));
            add(unary("dividedBy(double)", t -> t.dividedBy(-1.7), x));
        }
    }

    private void comparedByKinks() {
        for (int[][] pair : BROADCASTS) {
            Tensor a = inputs.onGrid(pair[0]);
            Tensor b = inputs.offGrid(pair[1]);
            add(binary("maximum(Tensor)", Tensor::maximum, a, b));
            add(binary("minimum(Tensor)", Tensor::minimum, b, a));
            Tensor mask = inputs.mask(pair[1]);
            add(
                    binary(
                                    "where(Tensor,Tensor,Tensor)",
                                    (x, y) -> Tensor.where(mask.to(x.type()), x, y),
                                    inputs.mixed(pair[0]),
                                    inputs.mixed(pair[1]))
                            .with("mask of the second's shape"));
            Tensor mask0 = inputs.mask(pair[0]);
            add(
                    binary(
                                    "where(Tensor,Tensor,Tensor)",
                                    (x, y) -> Tensor.where(mask0.to(x.type()), x, y),
                                    inputs.mixed(pair[1]),
                                    inputs.mixed())
                            .with("mask of the larger shape, a scalar"));
        }
        for (int[] shape : SHAPES) {
            Tensor x = inputs.offGrid(shape);
            add(unary("maximum(double)", t -> t.maximum(0.25), x));
            add(unary("minimum(double)", t -> t.minimum(-0.25), x));
        }
    }

    private void products() {
        int[][][] pairs = {
            {{2, 3}, {3, 4}},
            {{1, 1}, {1, 1}},
            {{7, 5}, {5, 33}},
            {{1, 9}, {9, 1}},
            {{6, 2, 3}, {3, 4}},
            {{2, 3}, {5, 3, 4}},
            {{5, 2, 3}, {5, 3, 4}},
            {{5, 1, 2, 3}, {4, 3, 2}},
            {{1, 2, 3}, {4, 3, 2}},
            {{2, 0}, {0, 3}},
            {{0, 2}, {2, 3}},
            {{3, 2}, {2, 0}},
        };
        for (int[][] pair : pairs) {
            Tensor a = inputs.mixed(pair[0]);
            Tensor b = inputs.mixed(pair[1]);
            add(binary("matmul(Tensor)", Tensor::matmul, a, b));
            int[] turned = pair[1].clone();
            turned[turned.length - 1] = pair[1][turned.length - 2];
            turned[turned.length - 2] = pair[1][turned.length - 1];
            add(
                    binary(
                            "matmulTransposed(Tensor)",
                            Tensor::matmulTransposed,
                            a,
                            inputs.mixed(turned)));
        }
    }

    private void shapes() {
        Tensor cube = inputs.mixed(2, 3, 5);
        add(unary("transposed()", Tensor::transposed, inputs.mixed(2, 3)));
        add(unary("transposed()", Tensor::transposed, cube));
        add(unary("reshaped(int[])", t -> t.reshaped(5, -1, 2), cube));
        add(unary("reshaped(int[])", t -> t.reshaped(), inputs.mixed(1, 1)));
        add(unary("permuted(int[])", t -> t.permuted(2, 0, 1), cube));
        add(unary("permuted(int[])", t -> t.permuted(1, 0), inputs.mixed(4, 1)));
        add(unary("permuted(int[])", t -> t.permuted(3, 1, 0, 2), inputs.mixed(2, 3, 4, 5)));
        add(unary("unsqueezed(int)", t -> t.unsqueezed(1), cube).with("1"));
        add(unary("unsqueezed(int)", t -> t.unsqueezed(-1), cube).with("-1"));
        add(unary("squeezed(int)", t -> t.squeezed(1), inputs.mixed(3, 1, 2)));
        add(unary("squeezed(int)", t -> t.squeezed(-1), inputs.mixed(3, 1)));
        add(unary("broadcastTo(int[])", t -> t.broadcastTo(4, 2, 3), inputs.mixed(2, 1)));
        add(unary("broadcastTo(int[])", t -> t.broadcastTo(2, 3), inputs.mixed()));
        add(unary("broadcastTo(int[])", t -> t.broadcastTo(0, 3), inputs.mixed(3)));
        for (int axis = -1; axis < 3; axis++) {
            int at = axis;
            int length = cube.dim(axis);
            add(unary("slice(int,int,int)", t -> t.slice(at, 1, length), cube).with("axis " + at));
            add(unary("slice(int,int,int)", t -> t.slice(at, 1, 1), cube).with("nothing of " + at));
            add(unary("select(int,int)", t -> t.select(at, 1), cube).with("axis " + at));
            add(unary("padded(int,int,int)", t -> t.padded(at, 2, 1), cube).with("axis " + at));
        }
        add(unary("padded(int,int,int)", t -> t.padded(0, 0, 3), inputs.mixed(4)));
        // All parts, each used differently, and one part alone.
        add(
                unary(
                        "split(int,int)",
                        t -> {
                            List<Tensor> parts = t.split(1, 3);
                            return parts.get(0).times(parts.get(1)).minus(parts.get(2));
                        },
                        inputs.mixed(2, 6)));
        add(unary("split(int,int)", t -> t.split(-1, 2).get(1), inputs.mixed(3, 4)));
        add(unary("named(String)", t -> t.named("cube").squared(), cube));
        add(unary("to(DType)", t -> t.to(DType.FLOAT64).squared(), inputs.mixed(2, 3)));
    }

    private void joins() {
        Tensor a = inputs.mixed(2, 3);
        Tensor b = inputs.mixed(2, 1);
        Tensor c = inputs.mixed(2, 4);
        Tensor empty = inputs.mixed(2, 0);
        String array = "concat(int,Tensor[])";
        add(OperationCase.of(array, in -> Tensor.concat(1, in.toArray(Tensor[]::new)), a, b, c));
        add(OperationCase.of(array, in -> Tensor.concat(-1, in.get(0), in.get(1)), a, empty));
        add(OperationCase.of(array, in -> Tensor.concat(0, in.get(0)), a));
        add(
                OperationCase.of(
                        "concat(int,List)",
                        in -> Tensor.concat(0, List.of(in.get(0), in.get(1), in.get(0))),
                        a,
                        inputs.mixed(1, 3)));
        for (int axis = -1; axis < 3; axis++) {
            int at = axis;
            Tensor other = inputs.mixed(2, 3);
            add(
                    binary("stack(int,Tensor[])", (x, y) -> Tensor.stack(at, x, y), a, other)
                            .with("axis " + at));
            add(
                    binary(
                                    "stack(int,List)",
                                    (x, y) -> Tensor.stack(at, List.of(x, y, x)),
                                    a,
                                    other)
                            .with("axis " + at));
        }
    }

    private void numbered() {
        // Five rows and more look-ups than rows, so that gradients of repeated rows add up and row
        // 4 has none.
        for (int[] shape : new int[][] {{}, {1}, {9}, {3, 4}, {0}}) {
            Tensor numbers = inputs.indices(4, shape);
            for (Tensor table :
                    List.of(inputs.mixed(5, 3), inputs.mixed(5), inputs.mixed(5, 2, 3))) {
                add(unary("rows(Tensor)", t -> t.rows(numbers), table).with("" + numbers.shape()));
                // Row 4 is not among the numbers, so its missing gradient is right.
                add(
                        unary("rows(Tensor,int)", t -> t.rows(numbers, 4), table)
                                .with("" + numbers.shape()));
            }
        }
        for (int axis = -1; axis < 3; axis++) {
            int at = axis;
            int[] wanted = {3, 4, 2};
            wanted[(axis + 3) % 3] = 7;
            Tensor numbers = inputs.indices(new int[] {3, 4, 2}[(axis + 3) % 3], wanted);
            add(
                    unary("gather(int,Tensor)", t -> t.gather(at, numbers), inputs.mixed(3, 4, 2))
                            .with("axis " + at));
        }
    }

    private void reductions() {
        for (int[] shape : SHAPES) {
            add(unary("sum()", Tensor::sum, inputs.mixed(shape)));
        }
        add(unary("mean()", Tensor::mean, inputs.mixed(2, 3)));
        add(unary("mean()", Tensor::mean, inputs.mixed()));
        int[][] axisSets = {
            {0}, {1}, {2}, {-1}, {0, 1}, {1, 2}, {0, 2}, {2, 0}, {0, 1, 2}, {-1, -3}
        };
        for (int[] axes : axisSets) {
            Tensor x = inputs.mixed(2, 3, 5);
            String which = "axes " + java.util.Arrays.toString(axes);
            add(unary("sum(int[])", t -> t.sum(axes), x).with(which));
            add(unary("mean(int[])", t -> t.mean(axes), x).with(which));
        }
        add(unary("sum(int[])", t -> t.sum(1), inputs.mixed(3, 1, 2)).with("an axis of one"));
        add(unary("sum(int[])", t -> t.sum(0), inputs.mixed(0, 3)).with("an empty axis"));
        for (int axis = -1; axis < 3; axis++) {
            int at = axis;
            String which = "axis " + at;
            Tensor distinct = inputs.distinct(4, 3, 5);
            Tensor x = inputs.mixed(4, 3, 5);
            add(unary("max(int)", t -> t.max(at), distinct).with(which));
            add(unary("min(int)", t -> t.min(at), distinct).with(which));
            add(unary("softmax(int)", t -> t.softmax(at), x).with(which));
            add(unary("logSoftmax(int)", t -> t.logSoftmax(at), x).with(which));
            add(unary("normalized(int,double)", t -> t.normalized(at, 0.1), x).with(which));
        }
        add(unary("max(int)", t -> t.max(0), inputs.distinct(6)));
        add(unary("softmax(int)", t -> t.softmax(0), inputs.mixed(1)));
        add(unary("softmax(int)", t -> t.softmax(-1), inputs.mixed(3, 33)));
        add(unary("logSoftmax(int)", t -> t.logSoftmax(-1), inputs.mixed(3, 33)));
        add(unary("normalized(int,double)", t -> t.normalized(-1, 0), inputs.mixed(3, 33)));
        add(unary("normalized(int,double)", t -> t.normalized(0, 1), inputs.mixed(1)));
    }

    /// Tensors used more than once: their gradients add up.
    private void composed() {
        Tensor x = inputs.mixed(2, 3);
        add(unary("times(Tensor)", t -> t.times(t).plus(t), x).with("by itself"));
        add(unary("minus(Tensor)", t -> t.minus(t.mean()), x).with("its own mean"));
        add(unary("matmul(Tensor)", t -> t.matmul(t.transposed()), x).with("by itself"));
        add(unary("plus(Tensor)", t -> t.slice(0, 0, 1).plus(t.slice(0, 1, 2)), x).with("slices"));
        add(
                unary(
                                "where(Tensor,Tensor,Tensor)",
                                t -> Tensor.where(t.greaterThan(0), t.exp(), t),
                                x)
                        .with("on its own sign"));
    }
}
