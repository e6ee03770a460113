/**
 * Writing down everything that a world hears and every answer that its queues give it, and playing
 * it again: {@link dev.keepstone.ecs.replay.InboxLogDescriptor} draws the file. What records runs
 * on the world thread, what writes the file on a thread of its own; a replay has one thread.
 * Imported by the server's wiring and by tests.
 */
@NullMarked
package dev.keepstone.ecs.replay;

import org.jspecify.annotations.NullMarked;
