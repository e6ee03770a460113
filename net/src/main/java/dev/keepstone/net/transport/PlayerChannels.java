package dev.keepstone.net.transport;

import io.aeron.CommonContext;

/**
 * The UDP ports of players and the Aeron channels on them. A client first gets leave on the cookie
 * port, and is told one of the pairs of Aeron ports. There it opens a subscription for its answers
 * and names it in the channel that it publishes its requests to; the server then opens a
 * publication for that client's image (response channels, Aeron 1.44 and later). All ways are ones
 * that the client has opened towards the server, which is what a player behind a home router needs.
 *
 * <pre>
 *  client cookie socket &lt;-------------&gt; host:port             plain UDP
 *  client publication   --stream 1--&gt;  host:port + 1 + 2 i   one subscription, an image for each client
 *  client subscription  &lt;--stream 2--  host:port + 2 + 2 i   a publication for each client
 * </pre>
 */
public final class PlayerChannels {
  /** Stream of what clients send. */
  public static final int REQUEST_STREAM_ID = 1;

  /** Stream of what the server sends. */
  public static final int RESPONSE_STREAM_ID = 2;

  /** Pairs of Aeron ports that a server may have. */
  public static final int MAX_PAIRS = 16;

  /** Highest UDP port. */
  public static final int MAX_PORT = 65_535;

  private PlayerChannels() {}

  /**
   * The port of a pair that requests go to.
   *
   * @param cookiePort the one that players are told
   * @param pair 0 to {@link #MAX_PAIRS} - 1
   */
  public static int requestPort(int cookiePort, int pair) {
    return cookiePort + 1 + 2 * pair;
  }

  /** The port that responses to a request port leave from. */
  public static int responsePort(int requestPort) {
    return requestPort + 1;
  }

  /** The last port that a server with so many pairs uses. */
  public static int lastPort(int cookiePort, int pairs) {
    return cookiePort + 2 * pairs;
  }

  /** What the server subscribes to. */
  public static String serverRequests(String host, int requestPort) {
    return "aeron:udp?endpoint=" + bracketed(host) + ":" + requestPort;
  }

  /** What the server publishes to for one client's image. */
  public static String serverResponses(
      String host, int requestPort, long imageCorrelationId, int sessionId) {
    return responses(host, requestPort, Long.toString(imageCorrelationId))
        + "|session-id="
        + sessionId;
  }

  /** A publication that only keeps the response port bound. */
  public static String serverResponsePrototype(String host, int requestPort) {
    return responses(host, requestPort, CommonContext.PROTOTYPE_CORRELATION_ID);
  }

  /** What a client publishes to, with the session id that it was told. */
  public static String clientRequests(
      String host, int requestPort, long responseSubscriptionId, int sessionId) {
    return serverRequests(host, requestPort)
        + "|response-correlation-id="
        + responseSubscriptionId
        + "|session-id="
        + sessionId;
  }

  /** What a client subscribes to. */
  public static String clientResponses(String host, int requestPort) {
    return "aeron:udp?control-mode=response|control="
        + bracketed(host)
        + ":"
        + responsePort(requestPort);
  }

  private static String responses(String host, int requestPort, String correlationId) {
    return clientResponses(host, requestPort) + "|response-correlation-id=" + correlationId;
  }

  private static String bracketed(String host) {
    return host.indexOf(':') >= 0 && host.charAt(0) != '[' ? '[' + host + ']' : host;
  }
}
