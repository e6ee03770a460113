/**
 * What both ends of the players' transport agree on: Aeron channels and stream ids, and the
 * settings of the media drivers. Holds no thread. Imported by gateway, client and the wiring.
 */
@NullMarked
package dev.keepstone.net.transport;

import org.jspecify.annotations.NullMarked;
