/**
 * The door before the Aeron ports: a client proves on a plain UDP port that it gets what is sent to
 * its address, and is told where and as which Aeron session it may connect. The server keeps
 * nothing about it until then. {@code CookieServer} runs on the gateway's thread, {@code
 * CookieClient} on a client's. Imported by gateway and client.
 */
@NullMarked
package dev.keepstone.net.cookie;

import org.jspecify.annotations.NullMarked;
