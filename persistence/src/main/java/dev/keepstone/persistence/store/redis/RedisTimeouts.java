package dev.keepstone.persistence.store.redis;

/**
 * Limits of a Redis connection.
 *
 * @param connectMs until a connection is up
 * @param commandMs until a command of the desk is answered; the vault has its own for the link
 * @param queueLimit commands waiting on one connection
 */
public record RedisTimeouts(long connectMs, long commandMs, int queueLimit) {}
