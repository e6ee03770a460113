package dev.keepstone.net.transport;

import io.aeron.CommonContext;

/**
 * The Aeron channels between players and gateway. A client opens a subscription for its answers and
 * names it in the channel that it publishes its requests to; the server then opens a publication
 * for that client's image (response channels, Aeron 1.44 and later). Both ends speak through ports
 * that the client has opened towards the server, which is what a player behind a home router needs.
 *
 * <pre>
 *  client publication  --stream 1--&gt;  host:port      one subscription, an image for each client
 *  client subscription &lt;--stream 2--  host:port + 1  a publication for each client
 * </pre>
 */
public final class PlayerChannels {
  /** Stream of what clients send. */
  public static final int REQUEST_STREAM_ID = 1;

  /** Stream of what the server sends. */
  public static final int RESPONSE_STREAM_ID = 2;

  private PlayerChannels() {}

  /** The port that responses leave from. */
  public static int responsePort(int port) {
    return port + 1;
  }

  /** What the server subscribes to. */
  public static String serverRequests(String host, int port) {
    return "aeron:udp?endpoint=" + host + ":" + port;
  }

  /** What the server publishes to for one client's image. */
  public static String serverResponses(String host, int port, long imageCorrelationId) {
    return serverResponses(host, port, Long.toString(imageCorrelationId));
  }

  /** A publication that only keeps the response port bound. */
  public static String serverResponsePrototype(String host, int port) {
    return serverResponses(host, port, CommonContext.PROTOTYPE_CORRELATION_ID);
  }

  /** What a client publishes to. */
  public static String clientRequests(String host, int port, long responseSubscriptionId) {
    return serverRequests(host, port) + "|response-correlation-id=" + responseSubscriptionId;
  }

  /** What a client subscribes to. */
  public static String clientResponses(String host, int port) {
    return "aeron:udp?control-mode=response|control=" + host + ":" + responsePort(port);
  }

  private static String serverResponses(String host, int port, String correlationId) {
    return clientResponses(host, port) + "|response-correlation-id=" + correlationId;
  }
}
