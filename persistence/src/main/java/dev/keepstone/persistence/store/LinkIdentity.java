package dev.keepstone.persistence.store;

import dev.keepstone.persistence.record.Incarnation;

/**
 * Who speaks on a link. Every script carries it, and the store refuses all but the newest.
 *
 * @param serverName stays the same over restarts
 * @param startNumber of this run, from {@link Store#takeStartNumber}
 * @param incarnation of this run
 * @param linkNumber rises with every link that this run opens, from 1
 */
public record LinkIdentity(
    String serverName, long startNumber, Incarnation incarnation, long linkNumber) {}
