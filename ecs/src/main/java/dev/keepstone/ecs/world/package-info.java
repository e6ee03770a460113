/**
 * The world as a whole: what it is made of, the order of its tick, its hash. One thread ticks it;
 * its counters may be read by any. Imported by the server's wiring and by tests.
 */
@NullMarked
package dev.keepstone.ecs.world;

import org.jspecify.annotations.NullMarked;
