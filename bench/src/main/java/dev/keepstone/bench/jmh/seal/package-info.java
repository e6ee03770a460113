/**
 * What sealing and a handshake cost, with Bouncy Castle and with the JDK: which of the two {@code
 * net.seal} uses for what follows from these. Run by operators and engineers, imported by nobody.
 */
@NullMarked
package dev.keepstone.bench.jmh.seal;

import org.jspecify.annotations.NullMarked;
