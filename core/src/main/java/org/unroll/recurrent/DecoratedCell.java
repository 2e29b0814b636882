package org.unroll.recurrent;

import org.unroll.tensor.Parameters;

/// A cell around another one that it knows nothing of but its step: what it adds can be had for any
/// cell, built-in or a user's own. It keeps the names of the weights, and such cells nest:
/// `Zoneout.of(InputDropout.of(new LstmCell(3, 8, init), 0.2), 0.1)`.
///
/// An implementation writes [#step], and overrides what else it changes.
///
/// @param <S> the state of both cells
public interface DecoratedCell<S extends State<S>> extends RecurrentCell<S> {
    /// The cell inside.
    RecurrentCell<S> cell();

    @Override
    default S initialState(int rows) {
        return cell().initialState(rows);
    }

    @Override
    default int inputSize() {
        return cell().inputSize();
    }

    @Override
    default int outputSize() {
        return cell().outputSize();
    }

    @Override
    default Parameters parameters() {
        return cell().parameters();
    }
}
