package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.message.sbe.Container;

/**
 * One move, as it goes into the ledger.
 *
 * @param item kind; 0: coins
 * @param unique id of a unique item; else 0
 * @param fromKey player id, zone, shop number, or NamedAccount code, as the container says
 */
record LedgerLine(
    int item, long amount, long unique, Container from, long fromKey, Container to, long toKey) {}
