package org.unroll.cli;

import java.util.concurrent.CountDownLatch;

/// Lets a training end well when the process is asked to end (Ctrl-C, `kill`): the JVM's end waits
/// until the training has noticed, saved its last checkpoint and closed this.
final class Interruption implements AutoCloseable {
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupt, "interruption");
    private volatile boolean asked;

    private Interruption() {}

    /// Watches from now on.
    static Interruption watch() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /// Whether the training is to end.
    boolean asked() {
        return asked;
    }

    private void interrupt() {
        asked = true;
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The training is over and all is written: the process may end.
    @Override
    public void close() {
        closed.countDown();
        if (!asked) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException _) {
                // The process is ending just now, and the hook no longer waits.
            }
        }
    }
}
