package dev.keepstone.ecs.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.keepstone.ecs.counter.WorldCounter;
import dev.keepstone.ecs.counter.WorldCounters;
import dev.keepstone.ecs.message.sbe.ClaimRefusedEncoder;
import dev.keepstone.ecs.message.sbe.CommitSettledDecoder;
import dev.keepstone.ecs.message.sbe.LoadedEncoder;
import dev.keepstone.ecs.message.sbe.MessageHeaderEncoder;
import dev.keepstone.ecs.message.sbe.MoveEncoder;
import dev.keepstone.ecs.message.sbe.OperationKind;
import dev.keepstone.ecs.message.sbe.OperatorAction;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.SayEncoder;
import dev.keepstone.ecs.message.sbe.TradeAction;
import dev.keepstone.ecs.message.sbe.TradeEncoder;
import dev.keepstone.ecs.message.sbe.ZoneLoadedDecoder;
import dev.keepstone.ecs.rule.SeededRandom;
import dev.keepstone.ecs.state.PlayerState;
import dev.keepstone.ecs.state.PlayerStateCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class InboxAdapterTest {
  private static final int HEADER_BYTES = MessageHeaderEncoder.ENCODED_LENGTH;

  private final WorldCounters counters = new WorldCounters();
  private final Recorder recorder = new Recorder();
  private final InboxAdapter adapter =
      new InboxAdapter(recorder, recorder, recorder, recorder, counters);
  private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[1024]);
  private final MessageHeaderEncoder header = new MessageHeaderEncoder();

  @Test
  void readsAMove() {
    int length = encodeMove();
    adapter.onMessage(buffer, 0, length);

    assertThat(recorder.calls).containsExactly("move 5 6 -1 1 20");
  }

  @Test
  void readsTexts() {
    adapter.onMessage(buffer, 0, encodeSay("grüß dich"));
    adapter.onMessage(buffer, 0, encodeLoaded("ada"));

    assertThat(recorder.calls).containsExactly("say 5 6 grüß dich", "loaded ada");
  }

  @Test
  void readsTradesAndDropsTheirTruncations() {
    int length = encodeTrade();
    for (int shorter = 0; shorter < length; shorter++) {
      adapter.onMessage(buffer, 0, shorter);
    }
    assertThat(recorder.calls).isEmpty();
    adapter.onMessage(buffer, 0, length);

    assertThat(recorder.calls)
        .containsExactly("OFFER 8 9 10 " + List.of(new OfferedSlot(3, 4), new OfferedSlot(5, 0)));
  }

  @Test
  void dropsCodesThatItDoesNotKnow() {
    int length = encodeTrade();
    buffer.putByte(HEADER_BYTES + TradeEncoder.actionEncodingOffset(), (byte) 77);
    adapter.onMessage(buffer, 0, length);

    assertThat(recorder.calls).isEmpty();
    assertThat(counters.get(WorldCounter.MALFORMED_MESSAGES)).isEqualTo(1);
  }

  private int encodeTrade() {
    TradeEncoder encoder = new TradeEncoder().wrapAndApplyHeader(buffer, 0, header);
    encoder.session(5).sequence(6).operation(8).entity(9).coins(10).action(TradeAction.OFFER);
    TradeEncoder.OfferedEncoder offered = encoder.offeredCount(2);
    offered.next().slot((short) 3).amount(4);
    offered.next().slot((short) 5).amount(0);
    return HEADER_BYTES + encoder.encodedLength();
  }

  @Test
  void readsAMessageOfANewerSender() {
    int length = encodeMove();
    header.wrap(buffer, 0).blockLength(MoveEncoder.BLOCK_LENGTH + 12).version(9);
    adapter.onMessage(buffer, 0, length + 12);

    assertThat(recorder.calls).containsExactly("move 5 6 -1 1 20");
  }

  @Test
  void takesAnUnknownReasonAsAStoreThatIsAway() {
    var encoder = new ClaimRefusedEncoder().wrapAndApplyHeader(buffer, 0, header);
    encoder.session(5).playerId(7).reason(RefusalReason.BUSY);
    buffer.putByte(HEADER_BYTES + ClaimRefusedEncoder.reasonEncodingOffset(), (byte) 200);
    adapter.onMessage(buffer, 0, HEADER_BYTES + ClaimRefusedEncoder.BLOCK_LENGTH);

    assertThat(recorder.calls).containsExactly("refused STORE_UNAVAILABLE");
  }

  @Test
  void dropsEveryTruncation() {
    int[] lengths = {encodeMove(), encodeSay("grüß dich"), encodeLoaded("ada")};
    Runnable[] encoders = {
      this::encodeMove, () -> encodeSay("grüß dich"), () -> encodeLoaded("ada")
    };
    int dropped = 0;
    for (int i = 0; i < encoders.length; i++) {
      for (int length = 0; length < lengths[i]; length++) {
        encoders[i].run();
        adapter.onMessage(buffer, 0, length);
        dropped++;
      }
    }

    assertThat(recorder.calls).isEmpty();
    assertThat(counters.get(WorldCounter.MALFORMED_MESSAGES)).isEqualTo(dropped);
  }

  @Test
  void dropsForeignSchemasTemplatesAndShortBlocks() {
    int length = encodeMove();
    header.wrap(buffer, 0).schemaId(2);
    adapter.onMessage(buffer, 0, length);
    encodeMove();
    header.wrap(buffer, 0).templateId(99);
    adapter.onMessage(buffer, 0, length);
    encodeMove();
    header.wrap(buffer, 0).blockLength(MoveEncoder.BLOCK_LENGTH - 1);
    adapter.onMessage(buffer, 0, length);

    assertThat(recorder.calls).isEmpty();
    assertThat(counters.get(WorldCounter.MALFORMED_MESSAGES)).isEqualTo(3);
  }

  @Test
  void survivesNoise() {
    long seed = 99;
    SeededRandom random = new SeededRandom(seed);
    for (int i = 0; i < 200_000; i++) {
      int length = random.nextInt(120);
      for (int b = 0; b < length; b++) {
        buffer.putByte(b, (byte) random.nextLong());
      }
      if (random.nextInt(4) != 0) { // let it through the first checks
        header.wrap(buffer, 0);
        header.schemaId(1).templateId(1 + random.nextInt(45)).blockLength(random.nextInt(60));
      }
      adapter.onMessage(buffer, 0, length);
    }

    assertThat(recorder.faults).as("seed=" + seed).isEmpty();
    assertThat(counters.get(WorldCounter.INBOX_MESSAGES)).isEqualTo(200_000);
  }

  @Test
  void blamesTheSessionOfTheMessage() {
    recorder.broken = true;
    adapter.onMessage(buffer, 0, encodeMove());

    assertThat(recorder.faults).containsExactly("session 5");
  }

  private int encodeMove() {
    var encoder = new MoveEncoder().wrapAndApplyHeader(buffer, 0, header);
    encoder.session(5).sequence(6).directionX((byte) -1).directionY((byte) 1).ticks((short) 20);
    return HEADER_BYTES + encoder.encodedLength();
  }

  private int encodeSay(String text) {
    var encoder = new SayEncoder().wrapAndApplyHeader(buffer, 0, header);
    encoder.session(5).sequence(6).text(text);
    return HEADER_BYTES + encoder.encodedLength();
  }

  private int encodeLoaded(String name) {
    var encoder = new LoadedEncoder().wrapAndApplyHeader(buffer, 0, header);
    encoder.session(5).playerId(7).version(1).clamped((short) 0).name(name);
    int part = encoder.limit();
    int partBytes =
        new PlayerStateCodec()
            .encode(new PlayerState(), buffer, part + LoadedEncoder.stateHeaderLength());
    buffer.putShort(part, (short) partBytes, LoadedEncoder.BYTE_ORDER);
    return HEADER_BYTES + encoder.encodedLength() + LoadedEncoder.stateHeaderLength() + partBytes;
  }

  private static final class Recorder
      implements SessionHandler, IntentHandler, OperationHandler, StoreHandler {
    final List<String> calls = new ArrayList<>();
    final List<String> faults = new ArrayList<>();
    boolean broken;

    private void call(String text) {
      if (broken) {
        throw new IllegalStateException("broken on purpose");
      }
      calls.add(text);
    }

    @Override
    public void onEnter(EntryRequest request) {
      call("enter");
    }

    @Override
    public void onGone(long session) {
      call("gone");
    }

    @Override
    public void onLoaded(LoadedPlayer loaded) {
      call("loaded " + loaded.name());
    }

    @Override
    public void onClaimRefused(long session, long playerId, RefusalReason reason) {
      call("refused " + reason);
    }

    @Override
    public void onDurable(long playerId, long version, boolean released) {
      call("durable");
    }

    @Override
    public void onLost(long playerId) {
      call("lost");
    }

    @Override
    public void onReleaseAsked(long playerId) {
      call("release asked");
    }

    @Override
    public void onClose() {
      call("close");
    }

    @Override
    public void onFaultOfSession(long session, RuntimeException fault) {
      faults.add("session " + session);
    }

    @Override
    public void onFaultOfPlayer(long playerId, RuntimeException fault) {
      faults.add("player " + playerId);
    }

    @Override
    public void onMove(long session, int sequence, int directionX, int directionY, int ticks) {
      call("move " + session + " " + sequence + " " + directionX + " " + directionY + " " + ticks);
    }

    @Override
    public void onSay(
        long session, int sequence, DirectBuffer buffer, int textOffset, int textLengthBytes) {
      byte[] text = new byte[textLengthBytes];
      buffer.getBytes(textOffset, text);
      call("say " + session + " " + sequence + " " + new String(text, StandardCharsets.UTF_8));
    }

    @Override
    public void onLook(long session, int sequence) {
      call("look");
    }

    @Override
    public void onWho(long session, int sequence) {
      call("who");
    }

    @Override
    public void onLeave(long session, int sequence) {
      call("leave");
    }

    @Override
    public void onTakeItem(long session, int sequence, long operation, long entity) {
      call("take " + operation + " " + entity);
    }

    @Override
    public void onMoveItem(
        long session,
        int sequence,
        long operation,
        OperationKind kind,
        int slot,
        int toSlot,
        int count) {
      call(kind + " " + operation + " " + slot + " " + toSlot + " " + count);
    }

    @Override
    public void onBuy(long session, int sequence, long operation, int kind, int count) {
      call("buy " + operation + " " + kind + " " + count);
    }

    @Override
    public void onTrade(
        long session,
        int sequence,
        long operation,
        long entity,
        TradeAction action,
        long coins,
        long revision,
        List<OfferedSlot> offered) {
      call(action + " " + operation + " " + entity + " " + coins + " " + offered);
    }

    @Override
    public void onOrder(
        long session,
        int sequence,
        long operation,
        OperatorAction action,
        int what,
        long amount,
        String player) {
      call(action + " " + operation + " " + what + " " + amount + " " + player);
    }

    @Override
    public void onAsk(long session, int sequence, long operation) {
      call("ask " + operation);
    }

    @Override
    public void onCommitSettled(CommitSettledDecoder settled) {
      call("settled " + settled.commit() + " " + settled.outcome() + " " + settled.standing());
    }

    @Override
    public void onZoneLoaded(ZoneLoadedDecoder loaded) {
      call("zone " + loaded.zone());
    }

    @Override
    public void onZoneRefused(int zone) {
      call("zone refused " + zone);
    }

    @Override
    public void onIdsReserved(long first, long count) {
      call("ids " + first + " " + count);
    }

    @Override
    public void onClock(long nowMs) {
      call("clock " + nowMs);
    }

    @Override
    public void onFaultOfStore(RuntimeException fault) {
      faults.add("store");
    }
  }
}
