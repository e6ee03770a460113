package dev.keepstone.bench.players;

/**
 * What goes over the plain UDP way: datagrams as long as those of the game, with next to nothing in
 * them.
 *
 * <pre>
 *  input   | player, 4 | sequence, 4 | zeros up to {@link #INPUT_BYTES} |
 *  update  | newest sequence, 4 | zeros up to the game's mean            |
 * </pre>
 */
final class PlainUdp {
  /** A sealed Move with Aeron's header, aligned as Aeron does. */
  static final int INPUT_BYTES = 96;

  static final int PLAYER_OFFSET = 0;
  static final int SEQUENCE_OFFSET = 4;
  static final int ACKED_OFFSET = 0;

  /** Shortest update. */
  static final int MIN_UPDATE_BYTES = 4;

  /** Of Ethernet, without the headers of IP and UDP. */
  static final int MAX_BYTES = 1_472;

  static final int SOCKET_BUFFER_BYTES = 2 * 1024 * 1024;

  private PlainUdp() {}
}
