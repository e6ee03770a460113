package dev.keepstone.persistence.store;

/**
 * How much a shop has of a kind.
 *
 * @param kind of item; 0: coins in the till
 */
public record Stock(int shop, int kind, long count) {}
