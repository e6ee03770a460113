/**
 * A proxy between a server and its Redis that understands where commands and replies begin and end,
 * and breaks the connection between them on purpose: a library for tests, and {@code load.jar
 * proxy} for operators. Two threads a connection; all of its state is bounded.
 */
@NullMarked
package dev.keepstone.bench.proxy;

import org.jspecify.annotations.NullMarked;
