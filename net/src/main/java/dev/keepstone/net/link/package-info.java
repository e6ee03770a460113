/**
 * The link between a gateway in a process of its own and the server of its world: a handshake on a
 * plain UDP port with a shared key, then a sealed Aeron stream each way. {@code GatewayLinks} is
 * the server's end (an agent with a thread of its own), {@code RemoteWorldLink} the gateway's (on
 * the gateway's thread). Imported by {@code server} only; sees {@code gateway}, {@code auth},
 * {@code seal}, {@code transport} and {@code wire}.
 */
@NullMarked
package dev.keepstone.net.link;

import org.jspecify.annotations.NullMarked;
