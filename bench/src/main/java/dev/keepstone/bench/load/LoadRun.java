package dev.keepstone.bench.load;

/** One measurement that a command has prepared. */
public interface LoadRun {
  /**
   * Measures.
   *
   * @throws LoadException when the store fails under it
   */
  LoadReport run();

  /** Ends the run soon, by a LoadException. Any thread. */
  void cancel();
}
