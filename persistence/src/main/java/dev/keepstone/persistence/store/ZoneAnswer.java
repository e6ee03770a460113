package dev.keepstone.persistence.store;

import java.util.List;

/**
 * How a zone stands after a commit, written or not.
 *
 * @param changes of the hash; 0 when there is none
 * @param entriesThere whether each entry is there now: the taken ones, then the given ones
 * @param counts what each named count is now
 */
public record ZoneAnswer(
    ZoneVerdict verdict, long changes, List<Boolean> entriesThere, List<Long> counts) {}
