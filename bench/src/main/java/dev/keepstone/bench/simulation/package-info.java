/**
 * The deterministic simulation: the production code of worlds and vaults in one thread, with
 * virtual time and one seed, between bots that crash and a Redis that misbehaves; and the rules
 * that must hold after every step. Replaced are only clock, randomness, store link, inbox and
 * player link. One simulation belongs to one thread; threads share nothing. Imported by {@code
 * bench.load}, for its command.
 */
@NullMarked
package dev.keepstone.bench.simulation;

import org.jspecify.annotations.NullMarked;
