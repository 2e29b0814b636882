package org.unroll.internal.plan;

/// A step that keeps rows apart but does something that no plan has a form for yet. It runs
/// eagerly.
final class NotPlannableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotPlannableException(String message) {
        super(message, null, false, false);
    }
}
