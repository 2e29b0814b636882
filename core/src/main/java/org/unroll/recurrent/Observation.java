package org.unroll.recurrent;

import java.util.Map;
import org.unroll.nn.Sequence;

/// What a recurrent layer gives for a batch, and the values over all timesteps that were named in
/// its cell's step ([org.unroll.tensor.Tensor#named]).
///
/// @param output outputs and final state, as of a run
/// @param values by name ([RecurrentLayer#observe]): `[rows, steps, ...]`, in the layout of the
///   input; zeros beyond a row's length
/// @param <S> the state's type
public record Observation<S extends State<S>>(
        RecurrentOutput<S> output, Map<String, Sequence> values) {
    /// The values of one name.
    ///
    /// @throws IllegalArgumentException if they were not asked for
    public Sequence of(String name) {
        Sequence found = values.get(name);
        if (found == null) {
            throw new IllegalArgumentException(
                    "\"%s\" was not observed; what was: %s".formatted(name, values.keySet()));
        }
        return found;
    }
}
