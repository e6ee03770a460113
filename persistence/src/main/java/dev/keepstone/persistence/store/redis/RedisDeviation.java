package dev.keepstone.persistence.store.redis;

/**
 * One way in which a Redis is not set up as Keepstone wants it.
 *
 * @param text setting, value, and what can happen because of it, in a line
 * @param losesConfirmed something that was confirmed can be lost because of it
 */
public record RedisDeviation(String text, boolean losesConfirmed) {}
