package dev.keepstone.bench.proxy;

/** What came is no RESP, or longer than it may be: the connection is of no more use. */
final class RespException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RespException(String message) {
    super(message);
  }
}
