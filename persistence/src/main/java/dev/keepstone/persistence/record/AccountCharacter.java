package dev.keepstone.persistence.record;

/**
 * One character of an account.
 *
 * @param playerId positive
 * @param name {@code [a-z0-9_]{3,16}}; no other character of the world has it
 */
public record AccountCharacter(long playerId, String name) {}
