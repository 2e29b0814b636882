package org.unroll.cli;

/// The entry of the command line.
public final class Main {
    private Main() {}

    static void main(String[] args) {
        String version = Main.class.getPackage().getImplementationVersion();
        System.out.println("Unroll " + (version == null ? "(development)" : version));
    }
}
