package org.unroll.testkit.steps;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.unroll.tensor.Autograd;
import org.unroll.tensor.DType;
import org.unroll.tensor.Tensor;

/// Every method of Tensor that gives tensors, as a part of a step: on two and on three axes, along
/// each axis of features, between values with rows and constants of every shape that broadcasts.
final class StepCases {
    private final List<StepCase> cases = new ArrayList<>();

    private StepCases() {}

    static List<StepCase> all() {
        StepCases all = new StepCases();
        all.unary();
        all.binary();
        all.compared();
        all.products();
        all.shapes();
        all.joins();
        all.numbered();
        all.reductions();
        all.made();
        all.types();
        all.ownDerivatives();
        return all.cases;
    }

    private void add(String method, String detail, StepCase.Equation equation) {
        cases.add(new StepCase(method, detail, equation));
    }

    private interface Unary {
        Tensor of(Tensor x);
    }

    private interface Binary {
        Tensor of(Tensor a, Tensor b);
    }

    private void unary(String method, Unary f) {
        add(method, "[rows, 6]", g -> f.of(g.x().plus(g.h())));
        add(method, "[rows, 2, 3]", g -> f.of(g.m().times(g.p().grid())));
    }

    private void unary() {
        unary("negated()", Tensor::negated);
        unary("abs()", Tensor::abs);
        unary("sign()", Tensor::sign);
        unary("squared()", Tensor::squared);
        unary("exp()", Tensor::exp);
        unary("tanh()", Tensor::tanh);
        unary("sigmoid()", Tensor::sigmoid);
        unary("erf()", Tensor::erf);
        unary("relu()", Tensor::relu);
        unary("sqrt()", x -> x.squared().plus(0.5).sqrt());
        unary("log()", x -> x.squared().plus(0.5).log());
        unary("reciprocal()", x -> x.squared().plus(0.5).reciprocal());
        unary("plus(double)", x -> x.plus(1.5));
        unary("minus(double)", x -> x.minus(1.5));
        unary("times(double)", x -> x.times(1.5));
        unary("dividedBy(double)", x -> x.dividedBy(1.5));
        unary("maximum(double)", x -> x.maximum(0.1));
        unary("minimum(double)", x -> x.minimum(0.1));
        unary("named(String)", x -> x.named("some").times(2));
        unary("kept()", x -> x.tanh().kept().times(x));
        unary("detached()", x -> x.detached().times(x));
        unary("greaterThan(double)", x -> x.greaterThan(0.1));
        unary("greaterOrEqual(double)", x -> x.greaterOrEqual(0.1));
        unary("lessThan(double)", x -> x.lessThan(0.1));
        unary("lessOrEqual(double)", x -> x.lessOrEqual(0.1));
        unary("equalTo(double)", x -> x.greaterThan(0).equalTo(1));
        unary("notEqualTo(double)", x -> x.greaterThan(0).notEqualTo(1));
    }

    /// Values with rows and constants, of two and of three axes, equal or stretched.
    private void binary(String method, Binary f) {
        add(method, "rows and rows", g -> f.of(g.x(), g.h()));
        add(method, "rows and [6]", g -> f.of(g.x(), g.p().b()));
        add(method, "[1, 6] and rows", g -> f.of(g.p().b().unsqueezed(0), g.h()));
        add(method, "rows and []", g -> f.of(g.h(), g.p().one()));
        add(method, "rows and [rows, 1]", g -> f.of(g.h(), g.x().slice(1, 2, 3)));
        add(method, "[rows, 2, 3] and [2, 3]", g -> f.of(g.m(), g.p().grid()));
        add(method, "[rows, 2, 3] and [3]", g -> f.of(g.m(), g.p().b3()));
        add(method, "[2, 1] and [rows, 2, 3]", g -> f.of(g.p().grid().slice(1, 0, 1), g.m()));
        add(method, "[rows, 2, 3] and [rows, 1, 3]", g -> f.of(g.m(), first(g, 3, 1, 3)));
        add(
                method,
                "[rows, 2, 1] and [rows, 1, 3]",
                g -> f.of(first(g, 2, 2, 1), first(g, 3, 1, 3)));
        add(method, "[rows, 2, 3] and [rows, 1, 1]", g -> f.of(g.m(), first(g, 1, 1, 1)));
        add(method, "[rows, 1, 1] and [2, 3]", g -> f.of(first(g, 1, 1, 1), g.p().grid()));
    }

    /// The input's first features in another shape.
    private static Tensor first(StepCase.Given g, int count, int a, int b) {
        return g.x().slice(1, 0, count).reshaped(g.rows(), a, b);
    }

    private void binary() {
        binary("plus(Tensor)", Tensor::plus);
        binary("minus(Tensor)", Tensor::minus);
        binary("times(Tensor)", Tensor::times);
        binary("dividedBy(Tensor)", (a, b) -> a.dividedBy(b.squared().plus(1)));
        binary("maximum(Tensor)", Tensor::maximum);
        binary("minimum(Tensor)", Tensor::minimum);
    }

    private void compared() {
        binary("greaterThan(Tensor)", Tensor::greaterThan);
        binary("greaterOrEqual(Tensor)", Tensor::greaterOrEqual);
        binary("lessThan(Tensor)", Tensor::lessThan);
        binary("lessOrEqual(Tensor)", Tensor::lessOrEqual);
        binary("equalTo(Tensor)", Tensor::equalTo);
        binary("notEqualTo(Tensor)", Tensor::notEqualTo);
        String where = "where(Tensor,Tensor,Tensor)";
        binary(where, (a, b) -> Tensor.where(a.greaterThan(b), a, b));
        binary(where, (a, b) -> Tensor.where(b.greaterThan(0), b.times(a), b));
        add(where, "constants", g -> Tensor.where(g.h().greaterThan(0), g.p().b(), g.p().one()));
        add(
                where,
                "stretched",
                g -> Tensor.where(first(g, 2, 2, 1).greaterThan(0), g.m(), g.p().b3()));
    }

    private void products() {
        String matmul = "matmul(Tensor)";
        String transposed = "matmulTransposed(Tensor)";
        add(matmul, "rows and matrix", g -> g.x().plus(g.h()).matmul(g.p().w()));
        add(transposed, "rows and matrix", g -> g.h().matmulTransposed(g.p().w()));
        add(matmul, "[rows, 2, 3] and matrix", g -> g.m().matmul(g.p().w3()));
        add(transposed, "[rows, 2, 3] and matrix", g -> g.m().matmulTransposed(g.p().table()));
        add(matmul, "[rows, 1, 6] and matrix", g -> g.h().unsqueezed(1).matmul(g.p().w()));
        add(matmul, "matrix and [rows, 2, 3]", g -> g.p().w2().matmul(g.m()));
        add(transposed, "matrix and [rows, 2, 3]", g -> g.p().grid().matmulTransposed(g.m()));
        add(matmul, "turned and matrix", g -> g.m().transposed().matmul(g.p().grid()));
        add(
                matmul,
                "[rows, 2, 1, 3] and [2, 3, 4]",
                g -> g.m().unsqueezed(2).matmul(g.p().stack()));
        add(
                matmul,
                "[rows, 1, 2, 3] and [2, 3, 4]",
                g -> g.m().unsqueezed(1).matmul(g.p().stack()));
        add(
                matmul,
                "[2, 3, 4] and [rows, 1, 4, 1]",
                g -> g.p().stack().matmul(g.x().slice(1, 0, 4).reshaped(g.rows(), 1, 4, 1)));
        add(
                matmul,
                "[rows, 2, 3] and [rows, 3, 2]",
                g -> g.m().matmul(g.x().reshaped(g.rows(), 3, 2)));
        add(
                transposed,
                "[rows, 1, 3] and [rows, 2, 3]",
                g -> // the scores of attention
                first(g, 3, 1, 3).matmulTransposed(g.m()));
        add(
                matmul,
                "[rows, 1, 2] and [rows, 2, 3]",
                g -> first(g, 2, 1, 2).softmax(2).matmul(g.m()));
        add(
                matmul,
                "[rows, 2, 1, 3] and [rows, 1, 3, 2]",
                g -> g.m().unsqueezed(2).matmul(g.x().reshaped(g.rows(), 1, 3, 2)));
        add(matmul, "by itself", g -> g.m().matmul(g.m().transposed()));
        add(transposed, "by itself", g -> g.m().matmulTransposed(g.m()));
    }

    private void shapes() {
        add("transposed()", "[rows, 2, 3]", g -> g.m().transposed());
        add("reshaped(int[])", "to three axes", g -> g.h().reshaped(g.rows(), 3, -1));
        add("reshaped(int[])", "to two axes", g -> g.m().reshaped(g.rows(), 6).times(g.h()));
        add("reshaped(int[])", "to one axis", g -> g.h().slice(1, 0, 1).reshaped(g.rows()));
        add("permuted(int[])", "[rows, 2, 3]", g -> g.m().permuted(0, 2, 1));
        add(
                "permuted(int[])",
                "four axes",
                g ->
                        g.m().unsqueezed(3)
                                .times(g.p().one())
                                .broadcastTo(g.rows(), 2, 3, 2)
                                .permuted(0, 3, 1, 2));
        add("permuted(int[])", "there and back", g -> g.m().permuted(0, 2, 1).permuted(0, 2, 1));
        add("unsqueezed(int)", "1", g -> g.h().unsqueezed(1));
        add("unsqueezed(int)", "-1", g -> g.h().unsqueezed(-1).times(g.p().b3()));
        add("squeezed(int)", "1", g -> g.m().slice(1, 0, 1).squeezed(1));
        add("broadcastTo(int[])", "features", g -> g.x().slice(1, 1, 2).broadcastTo(g.rows(), 5));
        add("broadcastTo(int[])", "an axis", g -> g.m().slice(1, 1, 2).broadcastTo(g.rows(), 4, 3));
        add(
                "broadcastTo(int[])",
                "a constant",
                g -> g.p().b().broadcastTo(g.rows(), 6).times(g.h()));
        for (int axis = 1; axis < 3; axis++) {
            int at = axis;
            add("slice(int,int,int)", "axis " + at, g -> g.m().slice(at, 1, 2));
            add(
                    "slice(int,int,int)",
                    "nothing of " + at,
                    g -> Tensor.concat(at, g.m(), g.m().slice(at, 1, 1)));
            add("select(int,int)", "axis " + at, g -> g.m().select(at, 1));
            add("padded(int,int,int)", "axis " + at, g -> g.m().padded(at, 2, 1));
            add(
                    "split(int,int)",
                    "axis " + at,
                    g -> {
                        List<Tensor> parts = Tensor.concat(at, g.m(), g.m().squared()).split(at, 2);
                        return parts.get(0).times(parts.get(1));
                    });
        }
        add("slice(int,int,int)", "all rows", g -> g.m().slice(0, 0, g.rows()));
        add("slice(int,int,int)", "[rows, 6]", g -> g.h().slice(1, 2, 5));
        add("padded(int,int,int)", "[rows, 6]", g -> g.h().padded(-1, 1, 2));
        add(
                "split(int,int)",
                "[rows, 6]",
                g -> {
                    List<Tensor> parts = g.h().plus(g.x()).split(1, 3);
                    return parts.get(0).times(parts.get(1)).minus(parts.get(2));
                });
    }

    private void joins() {
        String array = "concat(int,Tensor[])";
        String list = "concat(int,List)";
        add(array, "[rows, 6]", g -> Tensor.concat(1, g.x(), g.h()));
        add(list, "[rows, 6], one twice", g -> Tensor.concat(-1, List.of(g.h(), g.x(), g.h())));
        add(array, "axis 1", g -> Tensor.concat(1, g.m(), g.m().tanh()));
        add(list, "axis 2", g -> Tensor.concat(2, List.of(g.m(), g.m().tanh())));
        add(
                array,
                "with a made part",
                g -> Tensor.concat(1, g.h(), g.p().b().unsqueezed(0).broadcastTo(g.rows(), 6)));
        for (int axis = 1; axis < 3; axis++) {
            int at = axis;
            add("stack(int,Tensor[])", "axis " + at, g -> Tensor.stack(at, g.x(), g.h()));
            add(
                    "stack(int,List)",
                    "axis " + at,
                    g -> Tensor.stack(at, List.of(g.m(), g.m().exp())));
        }
        add("stack(int,List)", "last", g -> Tensor.stack(-1, List.of(g.m(), g.m().exp())));
    }

    /// Whole numbers from 0 to 6 that follow the input.
    private static Tensor numbers(Tensor x) {
        return x.times(1.7).plus(3.5).maximum(0).minimum(6.5).to(DType.INT32);
    }

    private void numbered() {
        add("rows(Tensor)", "one each", g -> g.p().table().rows(numbers(g.x().select(1, 0))));
        add("rows(Tensor)", "some each", g -> g.p().table().rows(numbers(g.x().slice(1, 0, 3))));
        add("rows(Tensor)", "by argmax", g -> g.p().table().rows(g.h().plus(g.x()).argmax(1)));
        add("rows(Tensor)", "of one axis", g -> g.p().b().rows(g.x().argmax(1)));
        add(
                "rows(Tensor,int)",
                "without gradient",
                g -> g.p().table().rows(numbers(g.x().slice(1, 1, 3)), 3));
        add(
                "gather(int,Tensor)",
                "[rows, 6]",
                g ->
                        g.h().gather(
                                        1,
                                        numbers(g.x().slice(1, 0, 2))
                                                .to(DType.FLOAT64)
                                                .minimum(5)
                                                .to(DType.INT32)));
        add("gather(int,Tensor)", "by argmax", g -> g.h().gather(1, g.x().argmax(1).unsqueezed(1)));
        add(
                "gather(int,Tensor)",
                "axis 1",
                g -> g.m().gather(1, g.x().reshaped(g.rows(), 2, 3).argmax(1).unsqueezed(1)));
        add(
                "gather(int,Tensor)",
                "axis 2",
                g -> g.m().gather(2, g.x().reshaped(g.rows(), 2, 3).argmax(2).unsqueezed(2)));
        add(
                "oneHot(int,DType)",
                "one each",
                g -> g.x().argmax(1).oneHot(6, g.p().type()).times(g.h()));
        add(
                "oneHot(int,DType)",
                "some each",
                g -> g.m().argmax(2).oneHot(3, g.p().type()).times(g.m()));
        add("argmax(int)", "[rows, 6]", g -> g.x().plus(g.h()).argmax(1));
        add("argmax(int)", "axis 1", g -> g.m().argmax(1));
        add("argmax(int)", "axis 2", g -> g.m().argmax(-1));
    }

    private void reductions() {
        for (int[] axes : new int[][] {{1}, {2}, {-1}, {1, 2}, {2, 1}}) {
            String which = "axes " + java.util.Arrays.toString(axes);
            add("sum(int[])", which, g -> g.m().squared().sum(axes));
            add("mean(int[])", which, g -> g.m().squared().mean(axes));
        }
        add("sum(int[])", "[rows, 6]", g -> g.x().times(g.h()).sum(1));
        add("mean(int[])", "[rows, 6]", g -> g.h().minus(g.h().mean(1).unsqueezed(1)));
        add("sum(int[])", "a middle axis", g -> Tensor.stack(3, g.m(), g.m().exp()).sum(2));
        add("sum(int[])", "outer axes", g -> Tensor.stack(3, g.m(), g.m().exp()).sum(1, 3));
        add("sum()", "of constants", g -> g.h().times(g.p().w().sum()));
        add("mean()", "of constants", g -> g.h().times(g.p().w().mean()));
        for (int axis = 1; axis < 3; axis++) {
            int at = axis;
            String which = "axis " + at;
            add("max(int)", which, g -> g.m().times(g.p().grid()).max(at));
            add("min(int)", which, g -> g.m().times(g.p().grid()).min(at));
            add("softmax(int)", which, g -> g.m().softmax(at));
            add("logSoftmax(int)", which, g -> g.m().logSoftmax(at));
            add("normalized(int,double)", which, g -> g.m().normalized(at, 0.1));
        }
        add("max(int)", "[rows, 6]", g -> g.x().plus(g.h()).max(1));
        add("min(int)", "[rows, 6]", g -> g.x().plus(g.h()).min(1));
        add("softmax(int)", "[rows, 6]", g -> g.x().plus(g.h()).softmax(1));
        add("softmax(int)", "one feature", g -> g.h().slice(1, 0, 1).softmax(1));
        add("logSoftmax(int)", "[rows, 6]", g -> g.x().plus(g.h()).logSoftmax(1));
        String normalized = "normalized(int,double)";
        add(normalized, "[rows, 6]", g -> g.x().plus(g.h()).normalized(1, 0.1));
        add(normalized, "of the input alone", g -> g.x().normalized(1, 0.1).times(g.h()));
        add(normalized, "constants", g -> g.p().grid().normalized(1, 0.1).times(g.m()));
    }

    /// Tensors made in the step, with the batch's rows or without.
    private void made() {
        add("zeros(DType,int[])", "rows", g -> Tensor.zeros(g.p().type(), g.rows(), 6));
        add(
                "zeros(DType,int[])",
                "rows of a matrix",
                g -> Tensor.zeros(g.p().type(), g.rows(), 2, 3).maximum(g.m()));
        add("ones(DType,int[])", "rows", g -> Tensor.ones(g.p().type(), g.rows(), 6).minus(g.h()));
        add(
                "full(DType,double,int[])",
                "rows",
                g -> Tensor.full(g.p().type(), 0.3, g.rows(), 1).times(g.h()));
        add("scalar(DType,double)", "", g -> Tensor.scalar(g.p().type(), 0.3).times(g.h()));
        add(
                "of(float[],int[])",
                "",
                g -> Tensor.of(new float[] {1, 2, 3}).to(g.p().type()).times(g.m()));
        add(
                "of(double[],int[])",
                "",
                g -> Tensor.of(new double[] {1, 2, 3}).to(g.p().type()).times(g.m()));
        add(
                "of(int[],int[])",
                "",
                g -> g.p().table().rows(Tensor.of(new int[] {1, 4})).times(g.m()));
        add(
                "of(float[][])",
                "",
                g -> Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}}).to(g.p().type()).times(g.m()));
        add(
                "of(double[][])",
                "",
                g ->
                        Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}})
                                .to(g.p().type())
                                .times(g.m()));
        add(
                "of(int[][])",
                "",
                g -> Tensor.of(new int[][] {{1, 2, 3}, {4, 5, 6}}).to(g.p().type()).times(g.m()));
        add(
                "wrap(Object,Shape)",
                "",
                g ->
                        Tensor.wrap(new double[] {1, 2}, org.unroll.tensor.Shape.of(2, 1))
                                .to(g.p().type())
                                .times(g.m()));
    }

    /// Functions that bring their derivative, here one of two inputs and two results.
    private void ownDerivatives() {
        add("times(Tensor)", "one result of its own", g -> called(g.h().tanh(), g.p().b()).get(0));
        add(
                "times(Tensor)",
                "two results of its own",
                g -> {
                    List<Tensor> both = called(g.x(), g.h());
                    return both.get(0).times(both.get(1)).plus(g.h());
                });
    }

    /// The derivative is not the function's own: whoever went by the operations would be found out.
    private static List<Tensor> called(Tensor a, Tensor b) {
        return Autograd.call(
                new Autograd.CustomFunction() {
                    private Tensor kept = a;

                    @Override
                    public List<Tensor> forward(List<Tensor> inputs) {
                        kept = inputs.get(0).sigmoid();
                        return List.of(kept.times(inputs.get(1)), inputs.get(0));
                    }

                    @Override
                    public List<@Nullable Tensor> gradients(
                            List<@Nullable Tensor> gradients, boolean[] needed) {
                        @Nullable Tensor first = gradients.get(0);
                        @Nullable Tensor second = gradients.get(1);
                        Tensor all = kept.times(0);
                        all = first == null ? all : all.plus(first.times(kept).times(-2));
                        all = second == null ? all : all.plus(second);
                        Tensor ofB = b.rank() == 1 ? all.sum(0) : all.times(3);
                        return Arrays.asList(all, needed[1] ? ofB : null);
                    }
                },
                List.of(a, b));
    }

    private void types() {
        String to = "to(DType)";
        add(to, "float64", g -> g.h().to(DType.FLOAT64).squared());
        add(
                to,
                "float64 and back",
                g ->
                        g.h().to(DType.FLOAT64)
                                .times(g.x().to(DType.FLOAT64))
                                .softmax(1)
                                .to(g.p().type()));
        add(
                to,
                "float64 parameters",
                g -> g.h().to(DType.FLOAT64).matmul(g.p().w().to(DType.FLOAT64)).to(g.p().type()));
        add(
                to,
                "float64 matrices",
                g ->
                        g.m().to(DType.FLOAT64)
                                .matmul(g.p().w3().to(DType.FLOAT64))
                                .sum(1)
                                .to(g.p().type()));
        add(to, "whole numbers", g -> numbers(g.x()).to(g.p().type()).times(g.h()));
        add(
                to,
                "whole numbers joined",
                g ->
                        Tensor.concat(1, numbers(g.x()), numbers(g.h()).slice(1, 2, 4))
                                .to(DType.FLOAT64));
        add(
                to,
                "whole numbers turned",
                g -> numbers(g.m()).permuted(0, 2, 1).padded(1, 1, 0).to(g.p().type()));
    }
}
