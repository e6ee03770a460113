package dev.keepstone.net.cli;

/** What the shell is told. Each command's help lists the codes that it uses. */
final class ExitCode {
  /** Everything asked for was done. */
  static final int OK = 0;

  /** It was tried and did not (wholly) succeed: a line on standard error says why. */
  static final int FAILED = 1;

  /** The command line or the configuration is wrong; nothing was tried. picocli's own code. */
  static final int USAGE = 2;

  private ExitCode() {}
}
