package dev.keepstone.net.client;

import dev.keepstone.ecs.message.sbe.AppearedDecoder;
import dev.keepstone.ecs.message.sbe.EnteredDecoder;
import dev.keepstone.ecs.message.sbe.FarewellDecoder;
import dev.keepstone.ecs.message.sbe.IntentRefusedDecoder;
import dev.keepstone.ecs.message.sbe.ItemKindsDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.OnlineDecoder;
import dev.keepstone.ecs.message.sbe.OwnSlotsDecoder;
import dev.keepstone.ecs.message.sbe.SavedDecoder;
import dev.keepstone.ecs.message.sbe.SavingDecoder;
import dev.keepstone.ecs.message.sbe.SeenDecoder;
import dev.keepstone.ecs.message.sbe.ShopStockDecoder;
import dev.keepstone.ecs.message.sbe.SpokenDecoder;
import dev.keepstone.ecs.message.sbe.StandingDecoder;
import dev.keepstone.ecs.message.sbe.TradeWindowDecoder;
import dev.keepstone.ecs.message.sbe.VanishedDecoder;
import dev.keepstone.net.update.UpdateOutcome;
import dev.keepstone.net.update.UpdateReader;
import dev.keepstone.net.wire.FrameValidator;
import dev.keepstone.net.wire.sbe.CharactersDecoder;
import dev.keepstone.net.wire.sbe.PongDecoder;
import dev.keepstone.net.wire.sbe.RefusedDecoder;
import dev.keepstone.net.wire.sbe.TokenDecoder;
import dev.keepstone.net.wire.sbe.UpdateDecoder;
import org.agrona.DirectBuffer;

/** Turns opened messages of the server into calls of the client and its handler. */
final class Updates {
  private final GameClient client;
  private final ClientHandler handler;
  private final Sight sight;
  private final MessageHeaderDecoder worldHeader = new MessageHeaderDecoder();
  private final dev.keepstone.net.wire.sbe.MessageHeaderDecoder header =
      new dev.keepstone.net.wire.sbe.MessageHeaderDecoder();
  private final RefusedDecoder refused = new RefusedDecoder();
  private final PongDecoder pong = new PongDecoder();
  private final CharactersDecoder characters = new CharactersDecoder();
  private final TokenDecoder token = new TokenDecoder();
  private final EnteredDecoder entered = new EnteredDecoder();
  private final UpdateDecoder update = new UpdateDecoder();
  private final UpdateReader reader;
  private final AppearedDecoder appeared = new AppearedDecoder();
  private final VanishedDecoder vanished = new VanishedDecoder();
  private final SpokenDecoder spoken = new SpokenDecoder();
  private final SeenDecoder seen = new SeenDecoder();
  private final OnlineDecoder online = new OnlineDecoder();
  private final FarewellDecoder farewell = new FarewellDecoder();
  private final IntentRefusedDecoder intentRefused = new IntentRefusedDecoder();
  private final SavingDecoder saving = new SavingDecoder();
  private final SavedDecoder saved = new SavedDecoder();
  private final OwnSlotsDecoder ownSlots = new OwnSlotsDecoder();
  private final StandingDecoder standing = new StandingDecoder();
  private final ItemKindsDecoder itemKinds = new ItemKindsDecoder();
  private final ShopStockDecoder shopStock = new ShopStockDecoder();
  private final TradeWindowDecoder tradeWindow = new TradeWindowDecoder();

  Updates(GameClient client, ClientHandler handler, Sight sight) {
    this.client = client;
    this.handler = handler;
    this.sight = sight;
    reader = new UpdateReader(entity -> sight.of(entity) != null);
  }

  /** Number of the newest state that has arrived whole, which the server shall know; 0 for none. */
  int newestState() {
    return reader.newestState();
  }

  /** False when the message, which starts at 0, is none that a server of this protocol sends. */
  boolean dispatch(DirectBuffer message, int lengthBytes) {
    switch (FrameValidator.ANSWERS.templateId(message, 0, lengthBytes)) {
      case RefusedDecoder.TEMPLATE_ID -> {
        refused.wrapAndApplyHeader(message, 0, header);
        client.onRefused(refused.code(), refused.retryAfterMs(), refused.text());
      }
      case CharactersDecoder.TEMPLATE_ID ->
          handler.onCharacters(CharacterList.of(characters.wrapAndApplyHeader(message, 0, header)));
      case TokenDecoder.TEMPLATE_ID -> client.onToken(token.wrapAndApplyHeader(message, 0, header));
      case PongDecoder.TEMPLATE_ID ->
          client.onPong(pong.wrapAndApplyHeader(message, 0, header).nonce());
      case UpdateDecoder.TEMPLATE_ID -> {
        return read(update.wrapAndApplyHeader(message, 0, header), message);
      }
      default -> {
        return dispatchWorld(message, lengthBytes);
      }
    }
    return true;
  }

  private boolean read(UpdateDecoder part, DirectBuffer message) {
    int bodyAt = part.limit() + UpdateDecoder.bodyHeaderLength();
    UpdateOutcome outcome =
        reader.read(
            (int) part.number(),
            (int) part.baseline(),
            part.part(),
            part.parts(),
            message,
            bodyAt,
            part.bodyLength());
    if (outcome == UpdateOutcome.APPLIED) {
      handler.onSnapshot(reader.view());
    }
    return outcome != UpdateOutcome.MALFORMED;
  }

  private boolean dispatchWorld(DirectBuffer message, int lengthBytes) {
    switch (FrameValidator.UPDATES.templateId(message, 0, lengthBytes)) {
      case EnteredDecoder.TEMPLATE_ID -> {
        entered.wrapAndApplyHeader(message, 0, worldHeader);
        client.onEntered(entered.lastOperation(), entered.name());
        entered.sbeRewind();
        sight.clear();
        reader.reset();
        handler.onEntered(entered);
      }
      case AppearedDecoder.TEMPLATE_ID -> {
        sight.onAppeared(appeared.wrapAndApplyHeader(message, 0, worldHeader));
        handler.onAppeared(appeared.sbeRewind());
      }
      case VanishedDecoder.TEMPLATE_ID -> {
        handler.onVanished(vanished.wrapAndApplyHeader(message, 0, worldHeader));
        sight.onVanished(vanished.sbeRewind());
      }
      case SpokenDecoder.TEMPLATE_ID ->
          handler.onSpoken(spoken.wrapAndApplyHeader(message, 0, worldHeader));
      case SeenDecoder.TEMPLATE_ID ->
          handler.onSeen(seen.wrapAndApplyHeader(message, 0, worldHeader));
      case OnlineDecoder.TEMPLATE_ID ->
          handler.onOnline(online.wrapAndApplyHeader(message, 0, worldHeader));
      case IntentRefusedDecoder.TEMPLATE_ID -> {
        intentRefused.wrapAndApplyHeader(message, 0, worldHeader);
        int sequence = (int) intentRefused.sequence();
        Unanswered operation = client.operations().onRefused(sequence);
        if (operation != null) {
          handler.onOperationRefused(operation, intentRefused.reason());
        } else if (!client.operations().isSettled(sequence)) {
          handler.onIntentRefused(intentRefused);
        }
      }
      case SavingDecoder.TEMPLATE_ID -> {
        saving.wrapAndApplyHeader(message, 0, worldHeader);
        Unanswered begun = client.operations().onSaving(saving.operation(), saving.kind());
        if (begun != null) {
          handler.onSaving(begun);
        }
      }
      case SavedDecoder.TEMPLATE_ID -> {
        saved.wrapAndApplyHeader(message, 0, worldHeader);
        Unanswered done = client.operations().onSaved(saved.operation(), saved.kind());
        if (done != null) {
          handler.onSaved(done);
        }
      }
      case FarewellDecoder.TEMPLATE_ID -> {
        handler.onFarewell(farewell.wrapAndApplyHeader(message, 0, worldHeader));
        client.onFarewell(farewell.reason());
      }
      default -> {
        return dispatchOwn(message, lengthBytes);
      }
    }
    return true;
  }

  /** What is about the player's own character. */
  private boolean dispatchOwn(DirectBuffer message, int lengthBytes) {
    OwnState own = client.own();
    switch (FrameValidator.UPDATES.templateId(message, 0, lengthBytes)) {
      case OwnSlotsDecoder.TEMPLATE_ID -> {
        own.apply(ownSlots.wrapAndApplyHeader(message, 0, worldHeader));
        handler.onOwnSlots(own);
      }
      case StandingDecoder.TEMPLATE_ID -> {
        own.apply(standing.wrapAndApplyHeader(message, 0, worldHeader));
        handler.onStanding(own);
      }
      case ItemKindsDecoder.TEMPLATE_ID ->
          own.apply(itemKinds.wrapAndApplyHeader(message, 0, worldHeader));
      case ShopStockDecoder.TEMPLATE_ID -> {
        own.apply(shopStock.wrapAndApplyHeader(message, 0, worldHeader));
        handler.onShopStock(own);
      }
      case TradeWindowDecoder.TEMPLATE_ID -> {
        TradeView trade = TradeView.of(tradeWindow.wrapAndApplyHeader(message, 0, worldHeader));
        own.trade(trade);
        handler.onTradeWindow(trade);
      }
      default -> {
        return false;
      }
    }
    return true;
  }
}
