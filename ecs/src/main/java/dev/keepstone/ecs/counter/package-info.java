/**
 * What the world counts, and the faults it has survived. Written by the world thread, readable by
 * any. Imports nothing of Keepstone; imported by every package that has something to count.
 */
@NullMarked
package dev.keepstone.ecs.counter;

import org.jspecify.annotations.NullMarked;
