package org.unroll.tensor;

/// What a tensor's elements are made of when somebody asks for them.
sealed interface Deferred permits DeferredRows, SparseRows {
    /// The elements; the same array at every call.
    Object array();
}
