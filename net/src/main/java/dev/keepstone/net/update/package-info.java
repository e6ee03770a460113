/**
 * What players are told each tick, as deltas: {@code UpdateWriter} on the gateway's thread, {@code
 * UpdateReader} on the thread that polls a client, and the states that both remember. No transport,
 * no seal, no session in here. Imported by gateway and client.
 */
@NullMarked
package dev.keepstone.net.update;

import org.jspecify.annotations.NullMarked;
