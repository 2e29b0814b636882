package org.unroll.data;

/// Something is wrong with what the user gave: a file that is missing, empty or damaged, a column
/// that is not there, a text that is too short. The message is one line that says what and where; a
/// stack trace adds nothing to it.
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message one line for the user
    public InputException(String message) {
        super(message);
    }

    /// @param message one line for the user
    /// @param cause what went wrong underneath
    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
