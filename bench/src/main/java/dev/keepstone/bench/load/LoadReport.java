package dev.keepstone.bench.load;

import java.util.List;
import java.util.Map;

/** What a run has found. */
public interface LoadReport {
  /** Times in milliseconds, rates a second, processors as a share of one. */
  Map<String, Double> figures();

  /** For a person. */
  List<String> lines();

  /** Nothing was rejected and everything in the store is what the world has. */
  boolean isSound();
}
