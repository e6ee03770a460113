package dev.keepstone.net.gateway;

/**
 * The life of a session: what each state awaits, and whether the world knows of the session and so
 * must be told when it is gone.
 *
 * <pre>
 *  GREETING --hello--&gt; AUTHENTICATING --Login, Register--&gt; VERIFYING --accepted--&gt; ENTERING
 *                        ^                                    |                        |  |
 *                        +------------- refused --------------+------ EnterRefused ----+  | Entered
 *                                                                                         v
 *  CLOSED &lt;-- PARTING &lt;--Farewell-- LEAVING &lt;--Leave-- PLAYING &lt;--------------------------+
 * </pre>
 *
 * Farewell takes any session that the world knows to PARTING; a lost connection, silence, a full
 * backlog or a fault takes any state to CLOSED.
 */
enum SessionState {
  /** Awaits a ClientHello. Late: closed without a word. */
  GREETING(false),
  /** Has keys; awaits Login, Register or Resume. Late: Refused(EXPIRED), parting. */
  AUTHENTICATING(false),
  /**
   * Awaits the account and the password's verdict. Late: Refused(EXPIRED), back to authenticating.
   */
  VERIFYING(false),
  /** Awaits Entered or EnterRefused from the world. Late: Gone to the world, parting. */
  ENTERING(true),
  /** Awaits intents and updates for as long as the player likes. */
  PLAYING(true),
  /** The player asked to leave; awaits Farewell. Late: Gone to the world, closed. */
  LEAVING(true),
  /** The last word is said; awaits that the client hangs up. Late: closed. */
  PARTING(false),
  CLOSED(false);

  private final boolean inWorld;

  SessionState(boolean inWorld) {
    this.inWorld = inWorld;
  }

  /** Whether the world has heard of this session and not yet said its last word about it. */
  boolean isInWorld() {
    return inWorld;
  }
}
