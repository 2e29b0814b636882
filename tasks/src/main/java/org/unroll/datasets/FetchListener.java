package org.unroll.datasets;

import java.net.URI;
import java.nio.file.Path;

/// Hears how fetching goes on.
public interface FetchListener {
    /// Hears nothing.
    FetchListener SILENT = new FetchListener() {};

    /// Somebody else fetches into the same folder; this one waits until that is over.
    default void waiting(Dataset set) {}

    /// A part of a file has come.
    ///
    /// @param received bytes so far, as they come: compressed perhaps
    /// @param total bytes in all, or -1 if the source does not say
    default void progress(DatasetFile file, URI source, long received, long total) {}

    /// A source could not give the file; the next one is tried if there is one.
    ///
    /// @param reason in a few words
    default void failed(DatasetFile file, URI source, String reason) {}

    /// A file is there and has been checked.
    ///
    /// @param source where it came from; the file itself if it was there before
    default void done(DatasetFile file, URI source, Path stored) {}
}
