package dev.keepstone.net.client;

import dev.keepstone.ecs.message.sbe.AppearedDecoder;
import dev.keepstone.ecs.message.sbe.EnteredDecoder;
import dev.keepstone.ecs.message.sbe.FarewellDecoder;
import dev.keepstone.ecs.message.sbe.IntentRefusedDecoder;
import dev.keepstone.ecs.message.sbe.OnlineDecoder;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.SeenDecoder;
import dev.keepstone.ecs.message.sbe.SpokenDecoder;
import dev.keepstone.ecs.message.sbe.VanishedDecoder;
import dev.keepstone.net.update.View;
import dev.keepstone.net.wire.sbe.RefusalCode;

/**
 * Hears what happens to a client, on the thread that polls it. Decoders are valid only during the
 * call. Every method does nothing unless it is overridden.
 */
public interface ClientHandler {
  /** The server has proved who it is: now log in or register. */
  default void onReady(String serverFingerprint) {}

  /**
   * A login or registration was refused; the client is READY again, unless onClosed follows.
   *
   * @param text for a person
   * @param retryAfterMs 0 when the server gives no hint
   */
  default void onRefused(RefusalCode code, String text, long retryAfterMs) {}

  default void onEntered(EnteredDecoder entered) {}

  /** A newer update than any before has arrived; the view changes with the next one. */
  default void onSnapshot(View view) {}

  /** Newcomers in sight; {@link GameClient#sight} knows them already. */
  default void onAppeared(AppearedDecoder appeared) {}

  /** Who is out of sight; {@link GameClient#sight} knows them until this returns. */
  default void onVanished(VanishedDecoder vanished) {}

  default void onSpoken(SpokenDecoder spoken) {}

  default void onSeen(SeenDecoder seen) {}

  default void onOnline(OnlineDecoder online) {}

  /** The answer to a request about the account's characters. */
  default void onCharacters(CharacterList characters) {}

  /** A new token: with it the session can be taken up from elsewhere, until the next one comes. */
  default void onToken(Comeback comeback) {}

  /** An intent that is no operation was not done. */
  default void onIntentRefused(IntentRefusedDecoder refused) {}

  /** An operation is applied in the world and on its way to the store. */
  default void onSaving(Unanswered operation) {}

  /** An operation is durable; said once. It may be one of a session before. */
  default void onSaved(Unanswered operation) {}

  /** An operation was not done and never will be; said once. */
  default void onOperationRefused(Unanswered operation, RefusalReason reason) {}

  /** Slots or coins have changed; this and the next three are in the client's own state already. */
  default void onOwnSlots(OwnState own) {}

  default void onStanding(OwnState own) {}

  default void onShopStock(OwnState own) {}

  default void onTradeWindow(TradeView trade) {}

  /** The world's last word; onClosed follows. */
  default void onFarewell(FarewellDecoder farewell) {}

  /** From a ping to its answer, which is about the network and not the world. */
  default void onRoundTrip(long roundTripNs) {}

  /**
   * The end; called exactly once.
   *
   * @param text for a person
   */
  default void onClosed(CloseReason reason, String text) {}
}
