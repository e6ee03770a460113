package dev.keepstone.ecs.transfer;

/**
 * A count of a shop changes.
 *
 * @param good its index in the shop
 */
record StockChange(Shop shop, int good, long change) {}
