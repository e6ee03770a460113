/**
 * What the world hears and says: the ends of its queues, the adapter that turns bytes into calls,
 * the publishers that turn calls into bytes, and the generated flyweights in {@code sbe} (from
 * {@code ecs/src/main/sbe/schema.xml}). Adapter and publishers run on the world thread; the queues'
 * ends and the flyweights may be imported by everybody.
 */
@NullMarked
package dev.keepstone.ecs.message;

import org.jspecify.annotations.NullMarked;
