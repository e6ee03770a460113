/**
 * Players without a person: seeded bots on the same {@code GameClient} that a person's client uses.
 * One thread runs a whole swarm. Imported by {@code cli} and tests.
 */
@NullMarked
package dev.keepstone.net.bot;

import org.jspecify.annotations.NullMarked;
