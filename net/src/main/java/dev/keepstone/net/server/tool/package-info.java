/**
 * What operators' commands do with a store, beside a running server or without one. Results are
 * plain values, so that {@code cli} knows nothing of persistence. Blocking; any thread.
 */
@NullMarked
package dev.keepstone.net.server.tool;

import org.jspecify.annotations.NullMarked;
