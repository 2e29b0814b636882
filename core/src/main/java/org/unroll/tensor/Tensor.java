package org.unroll.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.unroll.internal.kernel.Binary;
import org.unroll.internal.kernel.Kernels;
import org.unroll.internal.kernel.Unary;

/// A dense array of numbers with any number of axes, row-major, on the Java heap: nothing to close.
///
/// Values do not change: every method returns a new tensor. The one exception is [#updateInPlace],
/// by which optimizers write parameters and files are loaded. A tensor that was made in a training
/// step's own memory ([StepMemory]) can be used until the step ends. Operations of two tensors
/// broadcast as in NumPy: axes are matched from the last, and an axis of length one stretches.
/// Negative axes count from the end. Both operands are of one type; [#to] converts.
///
/// Inside [Autograd#differentiate] operations on the tensors that are differentiated by are
/// remembered; outside nothing is. A tensor may also stand for a value that is not there yet, while
/// a function is recorded ([Recording]); reading its elements is then an error that says so.
///
/// All methods throw [IllegalArgumentException], with the shapes, where operands do not fit.
public final class Tensor {
    private final Shape shape;
    private final DType type;
    private final @Nullable Object array; // null while recorded or deferred
    private final @Nullable Recording recording; // null unless recorded
    private final @Nullable Deferred deferred; // elements that are made on demand
    private Tape.@Nullable Place place; // where the tape that made it remembers it
    private final Updates updates;
    private final StepMemory.@Nullable Lease lease; // null: lasts

    private Tensor(
            Shape shape,
            DType type,
            @Nullable Object array,
            @Nullable Recording recording,
            @Nullable Deferred deferred,
            Updates updates,
            StepMemory.@Nullable Lease lease) {
        this.shape = shape;
        this.type = type;
        this.array = array;
        this.recording = recording;
        this.deferred = deferred;
        this.updates = updates;
        this.lease = lease;
    }

    // ---- creation ----

    /// A tensor over the array itself, which the caller gives away.
    ///
    /// @param array a `float[]`, `double[]` or `int[]` of the shape's size
    public static Tensor wrap(Object array, Shape shape) {
        DType type = DType.of(array);
        if (java.lang.reflect.Array.getLength(array) != shape.size()) {
            throw new IllegalArgumentException(
                    "shape %s wants %d elements but got %d"
                            .formatted(
                                    shape, shape.size(), java.lang.reflect.Array.getLength(array)));
        }
        return new Tensor(shape, type, array, null, null, new Updates(), StepMemory.currentLease());
    }

    /// Another tensor over this one's array: of the same size, and with the same count of updates.
    Tensor sharedAs(Shape other) {
        return deferred != null
                ? new Tensor(other, type, null, null, deferred, updates, lease)
                : new Tensor(other, type, array(), null, null, updates, lease);
    }

    static Tensor deferred(Shape shape, DType type, Deferred elements) {
        return new Tensor(
                shape, type, null, null, elements, new Updates(), StepMemory.currentLease());
    }

    @Nullable Deferred deferred() {
        return deferred;
    }

    /// The elements as they are now, taken for reading later.
    Held hold() {
        return updates.hold(array());
    }

    /// A float32 tensor with a copy of these values; without `dims` it has one axis.
    public static Tensor of(float[] values, int... dims) {
        return copyOf(values, shapeOf(values.length, dims));
    }

    /// A float64 tensor with a copy of these values; without `dims` it has one axis.
    public static Tensor of(double[] values, int... dims) {
        return copyOf(values, shapeOf(values.length, dims));
    }

    /// An int32 tensor with a copy of these values; without `dims` it has one axis.
    public static Tensor of(int[] values, int... dims) {
        return copyOf(values, shapeOf(values.length, dims));
    }

    private static Tensor copyOf(Object values, Shape shape) {
        int length = java.lang.reflect.Array.getLength(values);
        Object array = DType.of(values).allocateUnwritten(length);
        System.arraycopy(values, 0, array, 0, length);
        return wrap(array, shape);
    }

    /// A float32 matrix; rows are of equal length.
    public static Tensor of(float[][] rows) {
        return ofRows(DType.FLOAT32, rows, rows.length == 0 ? 0 : rows[0].length);
    }

    /// A float64 matrix; rows are of equal length.
    public static Tensor of(double[][] rows) {
        return ofRows(DType.FLOAT64, rows, rows.length == 0 ? 0 : rows[0].length);
    }

    /// An int32 matrix; rows are of equal length.
    public static Tensor of(int[][] rows) {
        return ofRows(DType.INT32, rows, rows.length == 0 ? 0 : rows[0].length);
    }

    private static Tensor ofRows(DType type, Object[] rows, int columns) {
        Object array = type.allocateUnwritten(rows.length * columns);
        for (int i = 0; i < rows.length; i++) {
            int length = java.lang.reflect.Array.getLength(rows[i]);
            if (length != columns) {
                throw new IllegalArgumentException(
                        "row %d has %d columns where row 0 has %d".formatted(i, length, columns));
            }
            System.arraycopy(rows[i], 0, array, i * columns, columns);
        }
        return wrap(array, Shape.of(rows.length, columns));
    }

    private static Shape shapeOf(int length, int[] dims) {
        return dims.length == 0 ? Shape.of(length) : Shape.of(dims);
    }

    /// A tensor of rank 0.
    public static Tensor scalar(DType type, double value) {
        return full(type, value);
    }

    /// A tensor of zeros.
    public static Tensor zeros(DType type, int... dims) {
        Shape shape = Shape.of(dims);
        return wrap(type.allocate(shape.size()), shape);
    }

    /// A tensor of ones.
    public static Tensor ones(DType type, int... dims) {
        return full(type, 1, dims);
    }

    /// A tensor of one value throughout.
    public static Tensor full(DType type, double value, int... dims) {
        Tensor tensor = zeros(type, dims);
        if (type == DType.INT32) {
            Arrays.fill((int[]) tensor.array(), (int) value);
        } else {
            Engine.kernels(type).fill(tensor.array(), 0, tensor.size(), value);
        }
        return tensor;
    }

    static Tensor recorded(Recording recording, Shape shape, DType type) {
        return new Tensor(shape, type, null, recording, null, new Updates(), null);
    }

    // ---- reading ----

    /// The lengths of the axes.
    public Shape shape() {
        return shape;
    }

    /// The type of the elements.
    public DType type() {
        return type;
    }

    /// The number of axes.
    public int rank() {
        return shape.rank();
    }

    /// The length of one axis.
    public int dim(int axis) {
        return shape.dim(axis);
    }

    /// The number of elements.
    public int size() {
        return shape.size();
    }

    /// The only element of a tensor of size one.
    public double item() {
        requireValues("item()");
        if (size() != 1) {
            throw new IllegalArgumentException(
                    "item() wants one element but the shape is " + shape);
        }
        return element(0);
    }

    /// One element, by its position along each axis.
    public double get(int... index) {
        requireValues("get(...)");
        if (index.length != rank()) {
            throw new IllegalArgumentException(
                    "expected %d indices for shape %s but got %s"
                            .formatted(rank(), shape, Arrays.toString(index)));
        }
        int at = 0;
        for (int axis = 0; axis < index.length; axis++) {
            if (index[axis] < 0 || index[axis] >= dim(axis)) {
                throw new IllegalArgumentException(
                        "index %s is not in shape %s".formatted(Arrays.toString(index), shape));
            }
            at = at * dim(axis) + index[axis];
        }
        return element(at);
    }

    double element(int at) {
        return switch (array()) {
            case float[] floats -> floats[at];
            case double[] doubles -> doubles[at];
            default -> ((int[]) array())[at];
        };
    }

    /// A copy of the elements as float32.
    public float[] toFloats() {
        requireValues("toFloats()");
        if (array() instanceof float[] floats) {
            return floats.clone();
        }
        float[] copy = new float[size()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = (float) element(i);
        }
        return copy;
    }

    /// A copy of the elements as float64.
    public double[] toDoubles() {
        requireValues("toDoubles()");
        if (array() instanceof double[] doubles) {
            return doubles.clone();
        }
        double[] copy = new double[size()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = element(i);
        }
        return copy;
    }

    /// A copy of the elements as integers, fractions cut off.
    public int[] toInts() {
        requireValues("toInts()");
        if (array() instanceof int[] ints) {
            return ints.clone();
        }
        int[] copy = new int[size()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = (int) element(i);
        }
        return copy;
    }

    /// The array itself, shared, to be read only: `float[]`, `double[]` or `int[]`.
    ///
    /// @throws IllegalStateException while a function is recorded, when there are no values yet, or
    ///   if the step in whose memory the tensor was made has ended
    public Object array() {
        if (lease != null && lease.hasEnded()) {
            throw new IllegalStateException(
                    "a tensor of shape "
                            + shape
                            + " was made in a training step that has ended, and its memory is used"
                            + " again: what is to outlive the step has to be copied in it, by"
                            + " kept()");
        }
        if (array != null) {
            return array;
        }
        requireValues("array()");
        return Objects.requireNonNull(deferred).array();
    }

    /// Names the method that wants to read elements while there are none yet.
    private void requireValues(String method) {
        if (recording != null) {
            throw new IllegalStateException(
                    ("%s: the values of a recorded tensor of shape %s cannot be read. A step is"
                         + " recorded once and then run for all rows and timesteps, so it must not"
                         + " branch on values; use Tensor.where(mask, a, b), look up by"
                         + " argmax(axis) with gather(axis, numbers) or rows(numbers), or run the"
                         + " cell eagerly()")
                            .formatted(method, shape));
        }
    }

    /// Lets a writer change the elements of this tensor, and so of all tensors that share its
    /// array. For optimizers and for loading; nothing else changes a tensor.
    ///
    /// @throws IllegalStateException if the tensor is frozen ([Parameters#freeze])
    public void updateInPlace(Consumer<Object> writer) {
        requireValues("updateInPlace(...)");
        updates.write(array(), writer);
    }

    /// Refuses updates from now on, and so for all tensors that share the array.
    void freeze(String name) {
        updates.freeze(name);
    }

    void requireNotFrozen() {
        updates.requireNotFrozen();
    }

    /// How often this tensor, or another one that shares its array, was updated in place: what is
    /// derived from its values is stale when this has changed.
    public int version() {
        return updates.count();
    }

    @Nullable Recording recording() {
        return recording;
    }

    Tape.@Nullable Place place() {
        return place;
    }

    void place(Tape.Place at) {
        place = at;
    }

    // ---- elementwise ----

    static Tensor apply(Operation operation, Tensor... inputs) {
        List<Tensor> list = Arrays.asList(inputs);
        for (Tensor input : inputs) {
            if (input.recording != null) {
                return input.recording.add(operation, list);
            }
        }
        Tensor output = operation.compute(list, operation.shape(list));
        Tape tape = Tape.current();
        if (tape != null) {
            tape.add(operation, list, output);
        }
        FiniteCheck.check(operation, list, output);
        return output;
    }

    private Tensor map(Unary function) {
        requireFloating(function, this);
        return apply(new Elementwise.Map(function), this);
    }

    static Tensor combine(Binary function, Tensor a, Tensor b) {
        if (a.type != b.type) {
            throw new IllegalArgumentException(
                    "%s of %s %s and %s %s: types differ; convert one with to(DType)"
                            .formatted(name(function), a.type, a.shape, b.type, b.shape));
        }
        requireFloating(function, a);
        return apply(new Elementwise.Combine(function), a, b);
    }

    private static void requireFloating(Enum<?> function, Tensor x) {
        if (!x.type.isFloating()) {
            requireFloating(name(function), x);
        }
    }

    private static void requireFloating(String function, Tensor x) {
        if (!x.type.isFloating()) {
            throw new IllegalArgumentException(
                    "%s wants float32 or float64 but got int32 %s; convert with .to(DType.FLOAT32)"
                            .formatted(function, x.shape));
        }
    }

    private static String name(Enum<?> function) {
        return function.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }

    private Tensor constant(double value) {
        return scalar(type, value);
    }

    /// The sum.
    public Tensor plus(Tensor other) {
        return combine(Binary.ADD, this, other);
    }

    /// The sum with a number.
    public Tensor plus(double number) {
        return plus(constant(number));
    }

    /// The difference.
    public Tensor minus(Tensor other) {
        return combine(Binary.SUBTRACT, this, other);
    }

    /// The difference with a number.
    public Tensor minus(double number) {
        return minus(constant(number));
    }

    /// The elementwise product.
    public Tensor times(Tensor other) {
        return combine(Binary.MULTIPLY, this, other);
    }

    /// The product with a number.
    public Tensor times(double number) {
        return times(constant(number));
    }

    /// The quotient.
    public Tensor dividedBy(Tensor other) {
        return combine(Binary.DIVIDE, this, other);
    }

    /// The quotient by a number.
    public Tensor dividedBy(double number) {
        return dividedBy(constant(number));
    }

    /// The larger of both; a NaN in either wins.
    public Tensor maximum(Tensor other) {
        return combine(Binary.MAXIMUM, this, other);
    }

    /// The larger of the element and a number.
    public Tensor maximum(double number) {
        return maximum(constant(number));
    }

    /// The smaller of both; a NaN in either wins.
    public Tensor minimum(Tensor other) {
        return combine(Binary.MINIMUM, this, other);
    }

    /// The smaller of the element and a number.
    public Tensor minimum(double number) {
        return minimum(constant(number));
    }

    /// 1 where this is greater, else 0.
    public Tensor greaterThan(Tensor other) {
        return combine(Binary.GREATER, this, other);
    }

    /// 1 where this is greater than a number, else 0.
    public Tensor greaterThan(double number) {
        return greaterThan(constant(number));
    }

    /// 1 where this is greater or equal, else 0.
    public Tensor greaterOrEqual(Tensor other) {
        return combine(Binary.GREATER_EQUAL, this, other);
    }

    /// 1 where this is greater than or equal to a number, else 0.
    public Tensor greaterOrEqual(double number) {
        return greaterOrEqual(constant(number));
    }

    /// 1 where this is less, else 0.
    public Tensor lessThan(Tensor other) {
        return combine(Binary.LESS, this, other);
    }

    /// 1 where this is less than a number, else 0.
    public Tensor lessThan(double number) {
        return lessThan(constant(number));
    }

    /// 1 where this is less or equal, else 0.
    public Tensor lessOrEqual(Tensor other) {
        return combine(Binary.LESS_EQUAL, this, other);
    }

    /// 1 where this is less than or equal to a number, else 0.
    public Tensor lessOrEqual(double number) {
        return lessOrEqual(constant(number));
    }

    /// 1 where both are equal, else 0. To compare numbers of classes, say for an accuracy, convert
    /// both sides first: `to(DType.FLOAT32)`.
    public Tensor equalTo(Tensor other) {
        return combine(Binary.EQUAL, this, other);
    }

    /// 1 where this equals a number, else 0.
    public Tensor equalTo(double number) {
        return equalTo(constant(number));
    }

    /// 1 where both differ, else 0.
    public Tensor notEqualTo(Tensor other) {
        return combine(Binary.NOT_EQUAL, this, other);
    }

    /// 1 where this differs from a number, else 0.
    public Tensor notEqualTo(double number) {
        return notEqualTo(constant(number));
    }

    /// `a` where the mask is not zero, else `b`.
    public static Tensor where(Tensor mask, Tensor a, Tensor b) {
        if (mask.type != a.type || a.type != b.type || !a.type.isFloating()) {
            throw new IllegalArgumentException(
                    "where wants three tensors of one floating type but got %s, %s and %s"
                            .formatted(mask.type, a.type, b.type));
        }
        return apply(new Elementwise.Choose(), mask, a, b);
    }

    /// The elements with their signs changed.
    public Tensor negated() {
        return map(Unary.NEGATE);
    }

    /// The absolute values.
    public Tensor abs() {
        return map(Unary.ABS);
    }

    /// -1, 0 or 1.
    public Tensor sign() {
        return map(Unary.SIGN);
    }

    /// The squares.
    public Tensor squared() {
        return map(Unary.SQUARE);
    }

    /// The square roots; NaN below zero.
    public Tensor sqrt() {
        return map(Unary.SQRT);
    }

    /// One divided by each element.
    public Tensor reciprocal() {
        return map(Unary.RECIPROCAL);
    }

    /// The exponential function.
    public Tensor exp() {
        return map(Unary.EXP);
    }

    /// The natural logarithm; NaN below zero.
    public Tensor log() {
        return map(Unary.LOG);
    }

    /// The hyperbolic tangent.
    public Tensor tanh() {
        return map(Unary.TANH);
    }

    /// `1 / (1 + exp(-x))`.
    public Tensor sigmoid() {
        return map(Unary.SIGMOID);
    }

    /// The error function, `2 / sqrt(π)` times the integral of `exp(-t²)` from 0 to x. Relative
    /// errors are below 2e-7 in float32 and 4e-16 in float64.
    public Tensor erf() {
        return map(Unary.ERF);
    }

    /// `max(x, 0)`; NaN stays NaN.
    public Tensor relu() {
        return map(Unary.RELU);
    }

    // ---- products ----

    /// The matrix product over the last two axes: `[..., m, k]` times `[..., k, n]` gives `[..., m,
    /// n]`; axes before them broadcast.
    public Tensor matmul(Tensor right) {
        return product(false, right, false);
    }

    /// The matrix product with the right side transposed: `[..., m, k]` times `[..., n, k]` gives
    /// `[..., m, n]`. The form for weights kept as `[out, in]`.
    public Tensor matmulTransposed(Tensor right) {
        return product(false, right, true);
    }

    Tensor product(boolean transposeLeft, Tensor right, boolean transposeRight) {
        if (type != right.type || !type.isFloating()) {
            throw new IllegalArgumentException(
                    "matrix product of %s %s and %s %s: expected one floating type"
                            .formatted(type, shape, right.type, right.shape));
        }
        return apply(new Algebra.Product(transposeLeft, transposeRight), this, right);
    }

    // ---- shape ----

    /// The last two axes exchanged.
    public Tensor transposed() {
        if (rank() < 2) {
            throw new IllegalArgumentException(
                    "transposed() wants at least two axes but the shape is " + shape);
        }
        int[] axes = IntStream.range(0, rank()).toArray();
        axes[rank() - 1] = rank() - 2;
        axes[rank() - 2] = rank() - 1;
        return permuted(axes);
    }

    /// The same elements in the same order under another shape; one length may be -1 and is worked
    /// out.
    public Tensor reshaped(int... dims) {
        int[] resolved = dims.clone();
        int open = -1;
        long known = 1;
        for (int i = 0; i < dims.length; i++) {
            if (dims[i] == -1 && open < 0) {
                open = i;
            } else {
                known *= dims[i];
            }
        }
        if (open >= 0) {
            if (known <= 0 || size() % known != 0) {
                throw new IllegalArgumentException(
                        "cannot reshape %s to %s".formatted(shape, Arrays.toString(dims)));
            }
            resolved[open] = (int) (size() / known);
        }
        return reshapedTo(Shape.of(resolved));
    }

    Tensor reshapedTo(Shape to) {
        return to.equals(shape) ? this : apply(new Arrangement.Reshape(to), this);
    }

    /// Axis i of the result is axis `axes[i]` of this tensor.
    public Tensor permuted(int... axes) {
        return apply(
                new Arrangement.Permute(Arrays.stream(axes).map(shape::axis).boxed().toList()),
                this);
    }

    /// With an axis of length one put in at this place.
    public Tensor unsqueezed(int axis) {
        return reshapedTo(shape.inserted(axis < 0 ? axis + rank() + 1 : axis, 1));
    }

    /// Without this axis, which must be of length one.
    public Tensor squeezed(int axis) {
        if (dim(axis) != 1) {
            throw new IllegalArgumentException(
                    "axis " + axis + " of shape " + shape + " is not of length 1");
        }
        return reshapedTo(shape.without(axis));
    }

    /// Repeated along axes of length one, and along new axes in front, to this shape.
    public Tensor broadcastTo(int... dims) {
        return broadcastTo(Shape.of(dims));
    }

    Tensor broadcastTo(Shape to) {
        return to.equals(shape) ? this : apply(new Arrangement.Broadcast(to), this);
    }

    Tensor summedTo(Shape to) {
        return to.equals(shape) ? this : apply(new Algebra.SumTo(to), this);
    }

    /// The positions from `from` up to but not including `to` of an axis.
    public Tensor slice(int axis, int from, int to) {
        return apply(new Arrangement.Slice(shape.axis(axis), from, to), this);
    }

    /// One position of an axis, which is dropped.
    public Tensor select(int axis, int index) {
        return slice(axis, index, index + 1).squeezed(axis);
    }

    /// An axis cut into this many parts of equal length.
    public List<Tensor> split(int axis, int parts) {
        if (parts < 1 || dim(axis) % parts != 0) {
            throw new IllegalArgumentException(
                    "axis %d of shape %s does not split into %d equal parts"
                            .formatted(axis, shape, parts));
        }
        int length = dim(axis) / parts;
        return IntStream.range(0, parts)
                .mapToObj(i -> slice(axis, i * length, (i + 1) * length))
                .toList();
    }

    /// With zeros put before and after an axis.
    public Tensor padded(int axis, int before, int after) {
        return before == 0 && after == 0
                ? this
                : apply(new Arrangement.Pad(shape.axis(axis), before, after), this);
    }

    /// Tensors laid end to end along an axis.
    public static Tensor concat(int axis, Tensor... parts) {
        if (parts.length == 0) {
            throw new IllegalArgumentException("concat of no tensors");
        }
        for (Tensor part : parts) {
            if (part.type != parts[0].type) {
                throw new IllegalArgumentException(
                        "concat of %s and %s: types differ".formatted(parts[0].type, part.type));
            }
        }
        int at = parts[0].shape.axis(axis);
        return parts.length == 1 ? parts[0] : apply(new Arrangement.Concatenate(at), parts);
    }

    /// Tensors laid end to end along an axis.
    public static Tensor concat(int axis, List<Tensor> parts) {
        return concat(axis, parts.toArray(Tensor[]::new));
    }

    /// Tensors of one shape put together along a new axis.
    public static Tensor stack(int axis, Tensor... parts) {
        return concat(
                axis,
                Arrays.stream(parts).map(part -> part.unsqueezed(axis)).toArray(Tensor[]::new));
    }

    /// Tensors of one shape put together along a new axis.
    public static Tensor stack(int axis, List<Tensor> parts) {
        return stack(axis, parts.toArray(Tensor[]::new));
    }

    // ---- by number ----

    /// Rows of this table by number: for a table `[n, ...]` and int32 numbers of any shape the
    /// result has the shape `numbers.shape + [...]`. The gradient adds up in the rows that were
    /// used.
    public Tensor rows(Tensor numbers) {
        return rows(numbers, -1);
    }

    /// As [#rows(Tensor)], but the row of one number gets no gradient: an embedding's padding.
    public Tensor rows(Tensor numbers, int withoutGradient) {
        return apply(new Lookup.TakeRows(withoutGradient), this, numbers);
    }

    /// Elements of an axis by number: the int32 numbers have this tensor's shape but for that axis,
    /// and the result has the numbers' shape.
    public Tensor gather(int axis, Tensor numbers) {
        int at = shape.axis(axis);
        Indexing.requireGathered(shape, at, numbers);
        if (at == rank() - 1) {
            return apply(new Lookup.Pick(), this, numbers);
        }
        return swapped(at).gather(-1, numbers.swapped(at)).swapped(at);
    }

    /// This axis exchanged with the last one.
    private Tensor swapped(int axis) {
        int[] axes = IntStream.range(0, rank()).toArray();
        axes[axis] = rank() - 1;
        axes[rank() - 1] = axis;
        return permuted(axes);
    }

    /// For int32 numbers: a new last axis with 1 at each number and 0 elsewhere.
    public Tensor oneHot(int classes, DType floating) {
        return apply(new Lookup.OneHot(classes, floating), this);
    }

    // ---- reductions ----

    /// The sum of all elements, a scalar.
    public Tensor sum() {
        requireFloating("sum", this);
        return summedTo(Shape.of());
    }

    /// The mean of all elements, a scalar.
    public Tensor mean() {
        return sum().dividedBy(size());
    }

    /// The sum over some axes, each named once, which are dropped.
    public Tensor sum(int... axes) {
        requireFloating("sum", this);
        Shape rest = without(axes);
        Shape kept = shape;
        for (int axis : axes) {
            kept = kept.with(axis, 1);
        }
        return summedTo(kept).reshapedTo(rest);
    }

    /// The mean over some axes, each named once, which are dropped.
    public Tensor mean(int... axes) {
        Tensor sum = sum(axes);
        int count = 1;
        for (int axis : axes) {
            count *= dim(axis);
        }
        return sum.dividedBy(count);
    }

    private Shape without(int[] axes) {
        boolean[] dropped = new boolean[rank()];
        for (int axis : axes) {
            int at = shape.axis(axis);
            if (dropped[at]) {
                throw new IllegalArgumentException(
                        "axes %s of shape %s: axis %d twice"
                                .formatted(Arrays.toString(axes), shape, at));
            }
            dropped[at] = true;
        }
        return Shape.of(
                IntStream.range(0, rank()).filter(i -> !dropped[i]).map(shape::dim).toArray());
    }

    /// The largest elements along an axis, which is dropped. Equal maxima share the gradient
    /// evenly.
    public Tensor max(int axis) {
        requireFloating("max", this);
        int at = shape.axis(axis);
        if (at != rank() - 1) {
            return swapped(at).max(-1).unsqueezed(-1).swapped(at).squeezed(at);
        }
        return apply(new Algebra.Maximum(), this).squeezed(-1);
    }

    /// The smallest elements along an axis, which is dropped. Equal minima share the gradient
    /// evenly.
    public Tensor min(int axis) {
        requireFloating("min", this);
        return negated().max(axis).negated();
    }

    /// The position of the first maximum along an axis, which is dropped, as int32.
    public Tensor argmax(int axis) {
        requireFloating("argmax", this);
        int at = shape.axis(axis);
        return at == rank() - 1
                ? apply(new Algebra.ArgMax(), this)
                : swapped(at).argmax(-1).unsqueezed(-1).swapped(at).squeezed(at);
    }

    /// `exp(x) / sum(exp(x))` along an axis.
    public Tensor softmax(int axis) {
        requireFloating("softmax", this);
        return alongLast(axis, new Algebra.Softmax());
    }

    /// The logarithm of softmax along an axis, without its overflow.
    public Tensor logSoftmax(int axis) {
        requireFloating("logSoftmax", this);
        return alongLast(axis, new Algebra.LogSoftmax());
    }

    /// `(x - mean) / sqrt(variance + epsilon)` along an axis: what a layer normalisation does
    /// before its weight and bias. The variance is the biased one.
    ///
    /// @param epsilon at least 0
    public Tensor normalized(int axis, double epsilon) {
        requireFloating("normalized", this);
        if (!(epsilon >= 0 && epsilon < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("expected epsilon >= 0 but got " + epsilon);
        }
        int at = shape.axis(axis);
        if (at != rank() - 1) {
            return swapped(at).normalized(-1, epsilon).swapped(at);
        }
        Tensor deviation = apply(new Normalization.InverseDeviation(epsilon), this);
        return apply(new Normalization.Normalize(), this, deviation);
    }

    private Tensor alongLast(int axis, Operation operation) {
        int at = shape.axis(axis);
        return at == rank() - 1
                ? apply(operation, this)
                : apply(operation, swapped(at)).swapped(at);
    }

    // ---- other ----

    /// The same numbers in another type; towards int32 fractions are cut off.
    public Tensor to(DType other) {
        return other == type ? this : apply(new Arrangement.Convert(other), this);
    }

    /// This tensor, under a name by which the values of a recurrent cell's step can be observed
    /// over all timesteps ([org.unroll.recurrent.Recurrent#observe]). Without an observer, and
    /// anywhere else, this does nothing.
    public Tensor named(String name) {
        Naming.tell(name, this);
        return this;
    }

    /// The same values, at which differentiation stops: they count as constant.
    public Tensor detached() {
        return recording != null ? apply(new Arrangement.Detach(), this) : sharedAs(shape);
    }

    /// The same values, at which differentiation stops, for as long as they are wanted: a copy if
    /// this tensor was made in a training step's own memory, and otherwise just [#detached]. For
    /// what one step leaves to the next, such as a recurrent state.
    public Tensor kept() {
        if (lease == null) {
            return detached();
        }
        Object from = array();
        Object copy = type.newArray(size());
        System.arraycopy(from, 0, copy, 0, size());
        return new Tensor(shape, type, copy, null, null, new Updates(), null);
    }

    /// Whether this tensor may be used for as long as it is wanted. One that was made in a training
    /// step's own memory may not; see [#kept].
    public boolean lasts() {
        return lease == null;
    }

    /// Whether every element is finite.
    public boolean isFinite() {
        requireValues("isFinite()");
        if (type == DType.INT32) {
            return true;
        }
        Kernels<Object> kernels = Engine.kernels(type);
        for (int i = 0; i < size(); i++) {
            if (!Double.isFinite(kernels.get(array(), i))) {
                return false;
            }
        }
        return true;
    }

    /// The elements as PyTorch prints them, long axes shortened.
    @Override
    public String toString() {
        if (lease != null && lease.hasEnded()) {
            return "tensor(of a step that has ended, " + type + " " + shape + ")";
        }
        return recording != null
                ? "tensor(recorded, " + type + " " + shape + ")"
                : TensorText.of(this);
    }
}
