package dev.keepstone.bench.simulation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one seed.
 *
 * @param traceHash of everything that happened; the same seed gives the same
 * @param violation null: every rule held
 * @param explanation what broke, in one line; empty when nothing did
 * @param lastEvents before the violation, oldest first; empty when there was none
 * @param acknowledged tier-1 operations that players were told to be saved
 * @param lost of these, that the store lost in a mode in which it may
 * @param virtualMs simulated time
 * @param compared answers that a real store gave alike, where there was one beside
 */
public record SimulationResult(
    long seed,
    long traceHash,
    @Nullable String violation,
    String explanation,
    List<String> lastEvents,
    long events,
    long acknowledged,
    long lost,
    long virtualMs,
    long compared) {}
