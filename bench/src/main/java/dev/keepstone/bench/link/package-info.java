/**
 * {@code load.jar link}: how much the sealed link between gateways in processes of their own and
 * their server carries, and how fast. The real ends with media drivers of their own, in one process
 * so that one clock times both directions; what stands in for the game are a world that only
 * answers and players who only send.
 */
@NullMarked
package dev.keepstone.bench.link;

import org.jspecify.annotations.NullMarked;
