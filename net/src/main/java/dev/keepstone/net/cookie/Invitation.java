package dev.keepstone.net.cookie;

import java.net.InetAddress;

/**
 * Where a client may connect.
 *
 * @param requestPort of the pair of Aeron ports that it was given
 * @param sessionId that it must publish with
 */
public record Invitation(InetAddress server, int requestPort, int sessionId) {}
