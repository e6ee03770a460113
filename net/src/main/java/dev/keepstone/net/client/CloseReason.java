package dev.keepstone.net.client;

/** Why a client closed. */
public enum CloseReason {
  /** The caller closed it. */
  CLOSED_BY_CALLER,
  /** The world said farewell. */
  FAREWELL,
  /** Nobody answers at the address. */
  NO_ANSWER,
  /** The address means nothing on this machine. */
  BAD_ADDRESS,
  /** The server is not who it should be. */
  WRONG_SERVER,
  /** The server refused the session, or had refused too many logins. */
  REFUSED,
  /** The server fell silent, or hung up without a word. */
  SERVER_LOST,
  /** What came under the server's keys was not of this protocol. */
  PROTOCOL_ERROR
}
