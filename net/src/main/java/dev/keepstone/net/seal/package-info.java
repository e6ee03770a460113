/**
 * Who the server is and how frames are sealed: identity key, handshake, session keys, sealed
 * channel. Single-threaded objects: each belongs to the thread of its session. Imported by gateway
 * and client; imports only {@code wire}.
 */
@NullMarked
package dev.keepstone.net.seal;

import org.jspecify.annotations.NullMarked;
