package dev.keepstone.ecs.message;

/**
 * A part of an offer in a trade.
 *
 * @param slot of the inventory, 0 to 255: not yet checked
 * @param amount how many of what lies there; 0: all
 */
public record OfferedSlot(int slot, int amount) {}
