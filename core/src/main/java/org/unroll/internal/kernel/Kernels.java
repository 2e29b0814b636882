package org.unroll.internal.kernel;

/// Numeric kernels over arrays. `A` is `float[]` or `double[]`.
///
/// Nothing is checked here beyond what the JVM checks: callers validate. The bits of every result
/// depend on the inputs alone, not on the implementation, the vector width, the row's place or the
/// column's.
///
/// A matrix operand of `rows` x `columns` is an array with an offset `o`, a row stride `rs` (0 =
/// the same row for all rows) and, where it is given, a column stride `cs` (1, or 0 = one value for
/// the whole row). `out` may be the same array as an input if it has the same offset and strides,
/// or if the two do not overlap. Elements between the end of a row and the start of the next are
/// never written.
public interface Kernels<A> extends Updates<A> {
    /// Such as "scalar" or "vector-512".
    String name();

    A allocate(int length);

    /// An array of at least this length to compute in, with anything in it, until it is given back.
    A borrow(int length);

    /// Gives back what was borrowed.
    void giveBack(A array);

    int length(A array);

    double get(A a, int i);

    /// Stores v, rounded to the element type.
    void set(A a, int i, double v);

    void fill(A a, int from, int to, double v);

    void copy(int rows, int columns, A x, int xo, int xrs, A out, int oo, int ors);

    /// `out[j][i] = x[i][j]` for a `rows` x `columns` x: out has `columns` rows. No aliasing.
    void transpose(int rows, int columns, A x, int xo, int xrs, A out, int oo, int ors);

    void unary(Unary op, int rows, int columns, A x, int xo, int xrs, A out, int oo, int ors);

    void binary(
            Binary op,
            int rows,
            int columns,
            A x,
            int xo,
            int xrs,
            int xcs,
            A y,
            int yo,
            int yrs,
            int ycs,
            A out,
            int oo,
            int ors);

    /// `out = x y + u v`, both products rounded.
    void sumOfProducts(
            int rows,
            int columns,
            A x,
            int xo,
            int xrs,
            A y,
            int yo,
            int yrs,
            A u,
            int uo,
            int urs,
            A v,
            int vo,
            int vrs,
            A out,
            int oo,
            int ors);

    /// `out = mask != 0 ? x : y`; a NaN in the mask counts as not zero.
    void select(
            int rows,
            int columns,
            A mask,
            int mo,
            int mrs,
            int mcs,
            A x,
            int xo,
            int xrs,
            int xcs,
            A y,
            int yo,
            int yrs,
            int ycs,
            A out,
            int oo,
            int ors);

    /// `out[i][j] = x[i][j] - shift[so + i]`.
    void shiftRows(
            int rows, int columns, A x, int xo, int xrs, A shift, int so, A out, int oo, int ors);

    /// `out += x`.
    void addInto(int rows, int columns, A x, int xo, int xrs, A out, int oo, int ors);

    /// `out += factor * x`, one fused multiply-add each; the factor is rounded to the element type.
    void addScaledInto(
            double factor, int rows, int columns, A x, int xo, int xrs, A out, int oo, int ors);

    /// One sum per row, at `oo + r * ors`. Element j belongs to partial sum j mod 16, which starts
    /// from zero and is summed in ascending order; then partial i takes in i + 8, then i + 4, i + 2
    /// and i + 1.
    void rowSum(int rows, int columns, A x, int xo, int xrs, A out, int oo, int ors);

    /// `1 / sqrt(v + epsilon)` of each row, at `oo + r * ors`, where v is the mean of `(x - m)²`
    /// and m that of x. Both are sums as in [#rowSum] divided by the number of columns; a
    /// difference is rounded, its square is not (fused multiply-adds). The epsilon is rounded to
    /// the element type.
    void inverseDeviation(
            int rows, int columns, A x, int xo, int xrs, double epsilon, A out, int oo, int ors);

    /// `out = (x - m) s`, where m is the mean of the row, as in [#inverseDeviation], and s one
    /// number of each row, at `so + r * srs`.
    void normalize(
            int rows,
            int columns,
            A x,
            int xo,
            int xrs,
            A s,
            int so,
            int srs,
            A out,
            int oo,
            int ors);

    /// `out = s ((g - mean of g) - y mean of g y)`, where s is one number of each row, at `so + r *
    /// srs`. The means are sums as in [#rowSum], of products by fused multiply-adds, divided by the
    /// number of columns; the outer difference is one fused multiply-add.
    void normalizeGradient(
            int rows,
            int columns,
            A y,
            int yo,
            int yrs,
            A s,
            int so,
            int srs,
            A g,
            int go,
            int grs,
            A out,
            int oo,
            int ors);

    /// One maximum per row, as by `Math.max`; minus infinity for no columns.
    void rowMax(int rows, int columns, A x, int xo, int xrs, A out, int oo, int ors);

    /// One minimum per row, as by `Math.min`; plus infinity for no columns.
    void rowMin(int rows, int columns, A x, int xo, int xrs, A out, int oo, int ors);

    /// The column of the first NaN, or else of the first maximum; -1 for no columns.
    int argMax(int columns, A x, int xo);

    /// One sum per column, rows in ascending order, starting from zero or from out's value.
    void columnSum(int rows, int columns, A x, int xo, int xrs, A out, int oo, Start start);

    /// As [#columnSum] of the products `x y`, each rounded.
    void columnProductSum(
            int rows,
            int columns,
            A x,
            int xo,
            int xrs,
            A y,
            int yo,
            int yrs,
            A out,
            int oo,
            Start start);

    /// The sum of squares of `x[from..to)`: blocks of 1,024 elements from `from` on, each with 16
    /// partial sums as in [#rowSum] (fused multiply-adds), the blocks added up in float64.
    double sumOfSquares(int from, int to, A x);

    /// `x[from..to) *= factor`, the factor rounded to the element type.
    void scale(int from, int to, A x, double factor);

    /// How many elements [#pack] writes for a right operand of k x n.
    int packedLength(int k, int n);

    /// Brings the right operand of a product, `B[i][j] = b[bo + i * rowStride + j * columnStride]`
    /// for i < k and j < n, into the order in which [#multiply] reads it. The order is this
    /// implementation's own.
    void pack(int k, int n, A b, int bo, int rowStride, int columnStride, A packed, int po);

    /// Columns come in panels of this many; the packed form of columns from a multiple of it on
    /// starts at that column times k, whatever n is.
    int panelColumns();

    /// `C = A B` or `C += A B` with A of m x k and B of k x n: each element of C is one chain of
    /// fused multiply-adds over ascending k. `A[i][j] = a[ao + i * aRowStride + j *
    /// aColumnStride]`. C overlaps neither operand.
    void multiply(
            int m,
            int n,
            int k,
            A a,
            int ao,
            int aRowStride,
            int aColumnStride,
            A packed,
            int po,
            A c,
            int co,
            int cRowStride,
            Start start);

    /// `C = R + A B`, where R is one row for all rows of C: each chain of [#multiply] starts from
    /// its element. The rows of A have a column stride of 1.
    void multiplyOntoRow(
            int m,
            int n,
            int k,
            A a,
            int ao,
            int aRowStride,
            A packed,
            A row,
            int ro,
            A c,
            int co,
            int cRowStride);

    /// As [#multiply], for some of the columns: those of the named panels of [#panelColumns]. The
    /// rows of A have a column stride of 1.
    ///
    /// @param panels numbers of panels, each once, in any order but for a narrower one, which is
    ///   the last
    void multiplyPanels(
            int m,
            int n,
            int k,
            A a,
            int ao,
            int aRowStride,
            A packed,
            A c,
            int co,
            int cRowStride,
            Start start,
            int[] panels);
}
