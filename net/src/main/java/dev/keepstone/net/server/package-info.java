/**
 * The runnable server, and the gateway that runs without one: configuration, wiring, start and stop
 * in order. The only package of {@code net} that knows persistence. Nobody imports it but {@code
 * cli} and tests.
 */
@NullMarked
package dev.keepstone.net.server;

import org.jspecify.annotations.NullMarked;
