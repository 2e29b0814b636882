package org.unroll.nn;

/// Keeps the package exported until its first type arrives; delete it then.
final class Empty {
    private Empty() {}
}
