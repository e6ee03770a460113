/**
 * A headless client: poll-driven, never blocks, prints nothing. Bots and terminals stand on it.
 * Every call of one client belongs to one thread. Imports {@code wire} and {@code seal}.
 */
@NullMarked
package dev.keepstone.net.client;

import org.jspecify.annotations.NullMarked;
