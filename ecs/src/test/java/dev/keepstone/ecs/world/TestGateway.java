package dev.keepstone.ecs.world;

import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.ecs.message.sbe.AppearedDecoder;
import dev.keepstone.ecs.message.sbe.EnterRefusedDecoder;
import dev.keepstone.ecs.message.sbe.EnteredDecoder;
import dev.keepstone.ecs.message.sbe.EntityKind;
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
import dev.keepstone.ecs.message.sbe.SnapshotDecoder;
import dev.keepstone.ecs.message.sbe.SpokenDecoder;
import dev.keepstone.ecs.message.sbe.StandingDecoder;
import dev.keepstone.ecs.message.sbe.TradeWindowDecoder;
import dev.keepstone.ecs.message.sbe.VanishedDecoder;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** Keeps what the world says, in order, until a test asks. Can be full, and can throw. */
public final class TestGateway implements Outbox {
  private final List<Update> updates = new ArrayList<>();
  private final MessageHeaderDecoder header = new MessageHeaderDecoder();
  private boolean full;
  private long brokenSession;
  private int brokenTemplate;

  /** While full it takes nothing. */
  public void full(boolean isFull) {
    full = isFull;
  }

  /** Stands for a bug: throws when this message goes to this session. */
  public void throwOn(long session, int templateId) {
    brokenSession = session;
    brokenTemplate = templateId;
  }

  /** Everything that was said, oldest first. */
  public List<Update> updates() {
    return updates;
  }

  public <U extends Update> List<U> updates(long session, Class<U> type) {
    List<U> found = new ArrayList<>();
    for (Update update : updates) {
      if (update.session() == session && type.isInstance(update)) {
        found.add(type.cast(update));
      }
    }
    return found;
  }

  @Override
  public boolean offer(DirectBuffer buffer, int offset, int lengthBytes) {
    if (full) {
      return false;
    }
    header.wrap(buffer, offset);
    long session = buffer.getLong(offset + MessageHeaderDecoder.ENCODED_LENGTH);
    if (session == brokenSession && header.templateId() == brokenTemplate) {
      throw new IllegalStateException("broken on purpose: session=" + session);
    }
    updates.add(decode(buffer, offset));
    return true;
  }

  private Update decode(DirectBuffer buffer, int offset) {
    return switch (header.templateId()) {
      case EnterRefusedDecoder.TEMPLATE_ID -> {
        var m = new EnterRefusedDecoder().wrapAndApplyHeader(buffer, offset, header);
        yield new Update.EnterRefused(m.session(), m.reason());
      }
      case EnteredDecoder.TEMPLATE_ID -> {
        var m = new EnteredDecoder().wrapAndApplyHeader(buffer, offset, header);
        yield new Update.Entered(
            m.session(),
            m.playerId(),
            m.entity(),
            m.tick(),
            m.zone(),
            m.x(),
            m.y(),
            m.name(),
            m.zoneName());
      }
      case SnapshotDecoder.TEMPLATE_ID -> {
        var m = new SnapshotDecoder().wrapAndApplyHeader(buffer, offset, header);
        List<Update.Near> near = new ArrayList<>();
        for (SnapshotDecoder.NearDecoder n : m.near()) {
          near.add(new Update.Near(n.entity(), n.x(), n.y(), n.hp(), n.kind(), ""));
        }
        yield new Update.Snapshot(
            m.session(), m.tick(), m.ackedSequence(), m.x(), m.y(), m.hp(), near);
      }
      case SpokenDecoder.TEMPLATE_ID -> {
        var m = new SpokenDecoder().wrapAndApplyHeader(buffer, offset, header);
        yield new Update.Spoken(m.session(), m.speaker(), m.name(), m.text());
      }
      case SeenDecoder.TEMPLATE_ID -> {
        var m = new SeenDecoder().wrapAndApplyHeader(buffer, offset, header);
        List<Update.Near> near = new ArrayList<>();
        for (SeenDecoder.NearDecoder n : m.near()) {
          EntityKind kind = n.kind();
          near.add(new Update.Near(n.entity(), n.x(), n.y(), 0, kind, n.name()));
        }
        yield new Update.Seen(m.session(), m.sequence(), near);
      }
      case AppearedDecoder.TEMPLATE_ID -> {
        var m = new AppearedDecoder().wrapAndApplyHeader(buffer, offset, header);
        List<Update.Near> entities = new ArrayList<>();
        for (AppearedDecoder.EntitiesDecoder e : m.entities()) {
          entities.add(new Update.Near(e.entity(), 0, 0, 0, e.kind(), e.name()));
        }
        yield new Update.Appeared(m.session(), m.afresh() == 1, entities);
      }
      case VanishedDecoder.TEMPLATE_ID -> {
        var m = new VanishedDecoder().wrapAndApplyHeader(buffer, offset, header);
        List<Long> entities = new ArrayList<>();
        for (VanishedDecoder.EntitiesDecoder e : m.entities()) {
          entities.add(e.entity());
        }
        yield new Update.Vanished(m.session(), entities);
      }
      case OnlineDecoder.TEMPLATE_ID -> {
        var m = new OnlineDecoder().wrapAndApplyHeader(buffer, offset, header);
        List<String> names = new ArrayList<>();
        for (OnlineDecoder.PlayersDecoder p : m.players()) {
          names.add(p.name());
        }
        yield new Update.Online(m.session(), m.sequence(), m.total(), names);
      }
      case FarewellDecoder.TEMPLATE_ID -> {
        var m = new FarewellDecoder().wrapAndApplyHeader(buffer, offset, header);
        yield new Update.Farewell(m.session(), m.reason(), m.saved() == 1, m.x(), m.y());
      }
      case IntentRefusedDecoder.TEMPLATE_ID -> {
        var m = new IntentRefusedDecoder().wrapAndApplyHeader(buffer, offset, header);
        yield new Update.IntentRefused(m.session(), m.sequence(), m.reason());
      }
      case OwnSlotsDecoder.TEMPLATE_ID -> {
        var m = new OwnSlotsDecoder().wrapAndApplyHeader(buffer, offset, header);
        List<Update.Slot> slots = new ArrayList<>();
        for (OwnSlotsDecoder.SlotsDecoder s : m.slots()) {
          slots.add(new Update.Slot(s.container(), s.slot(), s.kind(), s.amount(), s.unique()));
        }
        yield new Update.OwnSlots(m.session(), m.coins(), slots);
      }
      case StandingDecoder.TEMPLATE_ID -> {
        var m = new StandingDecoder().wrapAndApplyHeader(buffer, offset, header);
        yield new Update.Standing(m.session(), m.lifetimeXp(), m.deaths(), m.level());
      }
      case SavingDecoder.TEMPLATE_ID -> {
        var m = new SavingDecoder().wrapAndApplyHeader(buffer, offset, header);
        yield new Update.Saving(m.session(), m.operation(), m.sequence(), m.kind());
      }
      case SavedDecoder.TEMPLATE_ID -> {
        var m = new SavedDecoder().wrapAndApplyHeader(buffer, offset, header);
        yield new Update.Saved(m.session(), m.operation(), m.sequence(), m.kind());
      }
      case TradeWindowDecoder.TEMPLATE_ID -> {
        var m = new TradeWindowDecoder().wrapAndApplyHeader(buffer, offset, header);
        List<Update.Offered> offered = new ArrayList<>();
        for (TradeWindowDecoder.OfferedDecoder o : m.offered()) {
          offered.add(new Update.Offered(o.slot(), o.kind(), o.amount(), o.isYours() == 1));
        }
        yield new Update.TradeWindow(
            m.session(),
            m.other(),
            m.stage(),
            m.yourCoins(),
            m.theirCoins(),
            m.youConfirmed() == 1,
            m.theyConfirmed() == 1,
            m.revision(),
            offered,
            m.otherName());
      }
      case ItemKindsDecoder.TEMPLATE_ID -> {
        var m = new ItemKindsDecoder().wrapAndApplyHeader(buffer, offset, header);
        List<Update.Kind> kinds = new ArrayList<>();
        for (ItemKindsDecoder.KindsDecoder k : m.kinds()) {
          kinds.add(new Update.Kind(k.kind(), k.maxStack(), k.equipSlot(), k.name()));
        }
        yield new Update.ItemKinds(m.session(), kinds);
      }
      case ShopStockDecoder.TEMPLATE_ID -> {
        var m = new ShopStockDecoder().wrapAndApplyHeader(buffer, offset, header);
        List<Update.Good> goods = new ArrayList<>();
        for (ShopStockDecoder.GoodsDecoder g : m.goods()) {
          goods.add(new Update.Good(g.kind(), g.amount(), g.price()));
        }
        yield new Update.ShopStock(m.session(), m.shop(), goods);
      }
      default -> throw new IllegalStateException("unknown template=" + header.templateId());
    };
  }
}
