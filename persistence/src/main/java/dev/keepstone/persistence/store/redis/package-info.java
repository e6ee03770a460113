/**
 * Redis behind the store interface, by Lettuce, without its reconnecting, replaying and timers: see
 * {@link dev.keepstone.persistence.store.redis.RedisStore}. Lettuce's I/O threads run the
 * completions. Nothing outside sees Lettuce.
 */
@NullMarked
package dev.keepstone.persistence.store.redis;

import org.jspecify.annotations.NullMarked;
