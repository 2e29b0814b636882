package org.unroll.classify;

/// Keeps the package exported until its first type arrives; delete it then.
final class Empty {
    private Empty() {}
}
