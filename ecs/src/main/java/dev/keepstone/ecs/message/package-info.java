/**
 * What the world hears and says: the ends of its queues, and the generated flyweights in {@code
 * sbe} (from {@code ecs/src/main/sbe/schema.xml}). May be imported by everybody.
 */
@NullMarked
package dev.keepstone.ecs.message;

import org.jspecify.annotations.NullMarked;
