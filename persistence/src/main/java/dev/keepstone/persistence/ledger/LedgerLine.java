package dev.keepstone.persistence.ledger;

import dev.keepstone.ecs.message.sbe.Container;

/**
 * One move.
 *
 * @param item kind; 0: coins
 * @param unique id of a unique item; else 0
 * @param fromKey player id, zone, shop number, or NamedAccount code, as the container says
 */
public record LedgerLine(
    int item, long amount, long unique, Container from, long fromKey, Container to, long toKey) {}
