/**
 * {@code load.jar players}: a crowd of players at a real server, and beside it the same load on a
 * plain UDP server. The crowds run on the thread that measures; the game server is a process of its
 * own, the plain one a thread. {@code load.jar forge}: the same crowd, and a stranger who sends
 * forged frames.
 */
@NullMarked
package dev.keepstone.bench.players;

import org.jspecify.annotations.NullMarked;
