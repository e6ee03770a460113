package dev.keepstone.bench.simulation;

import dev.keepstone.ecs.message.MessageHandler;
import dev.keepstone.ecs.message.sbe.AppearedDecoder;
import dev.keepstone.ecs.message.sbe.EnterRefusedDecoder;
import dev.keepstone.ecs.message.sbe.EnteredDecoder;
import dev.keepstone.ecs.message.sbe.FarewellDecoder;
import dev.keepstone.ecs.message.sbe.IntentRefusedDecoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderDecoder;
import dev.keepstone.ecs.message.sbe.OwnSlotsDecoder;
import dev.keepstone.ecs.message.sbe.SavedDecoder;
import dev.keepstone.ecs.message.sbe.SnapshotDecoder;
import dev.keepstone.ecs.message.sbe.TradeWindowDecoder;
import dev.keepstone.ecs.message.sbe.VanishedDecoder;
import org.agrona.DirectBuffer;
import org.agrona.collections.Long2ObjectHashMap;

/** Brings what worlds say to the bot whose session it is for. */
final class PlayerEar implements MessageHandler {
  private final Long2ObjectHashMap<Bot> bySession = new Long2ObjectHashMap<>();
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private final EnterRefusedDecoder enterRefused = new EnterRefusedDecoder();
  private final EnteredDecoder entered = new EnteredDecoder();
  private final SnapshotDecoder snapshot = new SnapshotDecoder();
  private final FarewellDecoder farewell = new FarewellDecoder();
  private final IntentRefusedDecoder intentRefused = new IntentRefusedDecoder();
  private final AppearedDecoder appeared = new AppearedDecoder();
  private final VanishedDecoder vanished = new VanishedDecoder();
  private final OwnSlotsDecoder ownSlots = new OwnSlotsDecoder();
  private final SavedDecoder saved = new SavedDecoder();
  private final TradeWindowDecoder tradeWindow = new TradeWindowDecoder();

  void listen(long session, Bot bot) {
    bySession.put(session, bot);
  }

  void forget(long session) {
    bySession.remove(session);
  }

  @Override
  public void onMessage(DirectBuffer buffer, int offset, int lengthBytes) {
    header.wrap(buffer, offset);
    Bot bot = bySession.get(buffer.getLong(offset + MessageHeaderDecoder.ENCODED_LENGTH));
    if (bot == null) {
      return; // to a connection that is gone
    }
    switch (header.templateId()) {
      case SnapshotDecoder.TEMPLATE_ID -> {
        snapshot.wrapAndApplyHeader(buffer, offset, header);
        bot.onSnapshot(snapshot);
      }
      case EnterRefusedDecoder.TEMPLATE_ID ->
          bot.onEnterRefused(enterRefused.wrapAndApplyHeader(buffer, offset, header).reasonRaw());
      case EnteredDecoder.TEMPLATE_ID -> {
        entered.wrapAndApplyHeader(buffer, offset, header);
        bot.onEntered(entered);
      }
      case FarewellDecoder.TEMPLATE_ID -> {
        farewell.wrapAndApplyHeader(buffer, offset, header);
        bot.onFarewell(farewell);
      }
      case IntentRefusedDecoder.TEMPLATE_ID -> {
        intentRefused.wrapAndApplyHeader(buffer, offset, header);
        bot.onIntentRefused((int) intentRefused.sequence(), intentRefused.reasonRaw());
      }
      case AppearedDecoder.TEMPLATE_ID -> {
        appeared.wrapAndApplyHeader(buffer, offset, header);
        bot.onAppeared(appeared);
      }
      case VanishedDecoder.TEMPLATE_ID -> {
        vanished.wrapAndApplyHeader(buffer, offset, header);
        bot.onVanished(vanished);
      }
      case OwnSlotsDecoder.TEMPLATE_ID -> {
        ownSlots.wrapAndApplyHeader(buffer, offset, header);
        bot.onOwnSlots(ownSlots);
      }
      case SavedDecoder.TEMPLATE_ID ->
          bot.onSaved(saved.wrapAndApplyHeader(buffer, offset, header).operation());
      case TradeWindowDecoder.TEMPLATE_ID -> {
        tradeWindow.wrapAndApplyHeader(buffer, offset, header);
        bot.onTradeWindow(tradeWindow);
      }
      default -> {
        // Talk, shops, how far one has come: a bot doesn't care.
      }
    }
  }
}
