/**
 * What a running server tells of itself: every counter by a Prometheus name, over HTTP on the
 * loopback address. Read by the endpoint's own thread, never by one of the game's.
 */
@NullMarked
package dev.keepstone.net.server.metrics;

import org.jspecify.annotations.NullMarked;
