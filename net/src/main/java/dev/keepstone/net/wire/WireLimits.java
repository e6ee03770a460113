package dev.keepstone.net.wire;

import dev.keepstone.ecs.state.StateLimits;
import dev.keepstone.net.wire.sbe.MessageHeaderDecoder;
import dev.keepstone.net.wire.sbe.SealedDecoder;

/** How large frames may be, and which protocol they speak. */
public final class WireLimits {
  /** Who asks for a cookie with another number is told; a hello is answered by HelloRefused. */
  public static final int PROTOCOL_VERSION = 3;

  /**
   * Largest frame of a client. It fits one datagram, so the gateway takes no fragmented message and
   * needs no assembly buffer that a stranger could make grow.
   */
  public static final int MAX_CLIENT_FRAME_BYTES = 1_200;

  /** Largest frame of the gateway: an eighth of a 64 KiB Aeron term. */
  public static final int MAX_SERVER_FRAME_BYTES = 8 * 1024;

  /** Header and sequence number of a Sealed frame: in the clear, but authenticated. */
  public static final int SEALED_HEADER_BYTES =
      MessageHeaderDecoder.ENCODED_LENGTH + SealedDecoder.BLOCK_LENGTH;

  /** AES-GCM tag at the end of a Sealed frame. */
  public static final int SEAL_TAG_BYTES = 16;

  /** What sealing adds to a message. */
  public static final int SEAL_OVERHEAD_BYTES = SEALED_HEADER_BYTES + SEAL_TAG_BYTES;

  /** Largest message that a client can seal. */
  public static final int MAX_CLIENT_MESSAGE_BYTES = MAX_CLIENT_FRAME_BYTES - SEAL_OVERHEAD_BYTES;

  /** Largest message that the gateway can seal. */
  public static final int MAX_SERVER_MESSAGE_BYTES = MAX_SERVER_FRAME_BYTES - SEAL_OVERHEAD_BYTES;

  /** A resume token: 256 random bits. */
  public static final int TOKEN_BYTES = 32;

  /** Slots that one offer of a trade may name: all that a player carries. */
  public static final int MAX_OFFERED = StateLimits.INVENTORY_SLOTS;

  /** Longest name that an Order is about, in bytes. */
  public static final int MAX_NAME_BYTES = 16;

  /**
   * Longest line of chat that a client sends, in UTF-8 bytes; the world takes shorter ones only.
   */
  public static final int MAX_SAY_BYTES = 512;

  private WireLimits() {}
}
