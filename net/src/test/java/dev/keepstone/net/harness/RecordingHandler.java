package dev.keepstone.net.harness;

import dev.keepstone.ecs.message.sbe.AppearedDecoder;
import dev.keepstone.ecs.message.sbe.EnteredDecoder;
import dev.keepstone.ecs.message.sbe.FarewellDecoder;
import dev.keepstone.ecs.message.sbe.FarewellReason;
import dev.keepstone.ecs.message.sbe.IntentRefusedDecoder;
import dev.keepstone.ecs.message.sbe.OnlineDecoder;
import dev.keepstone.ecs.message.sbe.RefusalReason;
import dev.keepstone.ecs.message.sbe.SeenDecoder;
import dev.keepstone.ecs.message.sbe.SpokenDecoder;
import dev.keepstone.ecs.message.sbe.VanishedDecoder;
import dev.keepstone.net.client.CharacterList;
import dev.keepstone.net.client.ClientHandler;
import dev.keepstone.net.client.CloseReason;
import dev.keepstone.net.client.Unanswered;
import dev.keepstone.net.update.View;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes down what a client hears. */
public final class RecordingHandler implements ClientHandler {
  public @Nullable String fingerprint;
  public final List<RefusalCode> refusals = new ArrayList<>();
  private final Map<Long, String> names = new HashMap<>();
  public final List<String> texts = new ArrayList<>();
  public final List<String> spoken = new ArrayList<>();
  public final List<String> operations = new ArrayList<>();
  public final List<RefusalReason> intentRefusals = new ArrayList<>();
  public final List<CloseReason> closeReasons = new ArrayList<>();
  public final List<CharacterList> characters = new ArrayList<>();
  public long retryAfterMs;
  public long playerId;
  public int snapshotCount;
  public long snapshotsMissed;
  private long lastTick;
  public long ackedSequence;
  public float x;
  public String vanishedName = "";
  public int seenCount = -1;
  public long onlineTotal = -1;
  public int roundTripCount;
  public @Nullable FarewellReason farewell;

  @Override
  public void onReady(String serverFingerprint) {
    fingerprint = serverFingerprint;
  }

  @Override
  public void onRefused(RefusalCode code, String text, long retryAfterMs) {
    refusals.add(code);
    texts.add(text);
    this.retryAfterMs = retryAfterMs;
  }

  @Override
  public void onCharacters(CharacterList list) {
    characters.add(list);
  }

  @Override
  public void onEntered(EnteredDecoder entered) {
    playerId = entered.playerId();
  }

  @Override
  public void onSnapshot(View snapshot) {
    snapshotsMissed += snapshotCount == 0 ? 0 : snapshot.tick() - lastTick - 1;
    lastTick = snapshot.tick();
    snapshotCount++;
    ackedSequence = snapshot.ackedSequence();
    x = snapshot.x();
  }

  @Override
  public void onAppeared(AppearedDecoder appeared) {
    for (AppearedDecoder.EntitiesDecoder entity : appeared.entities()) {
      names.put(entity.entity(), entity.name());
    }
  }

  @Override
  public void onVanished(VanishedDecoder vanished) {
    for (VanishedDecoder.EntitiesDecoder entity : vanished.entities()) {
      vanishedName = names.getOrDefault(entity.entity(), "a stranger");
    }
  }

  @Override
  public void onSpoken(SpokenDecoder decoder) {
    decoder.skipName();
    spoken.add(decoder.text());
  }

  @Override
  public void onSeen(SeenDecoder seen) {
    seenCount = seen.near().count();
  }

  @Override
  public void onOnline(OnlineDecoder online) {
    onlineTotal = online.total();
  }

  @Override
  public void onIntentRefused(IntentRefusedDecoder refused) {
    intentRefusals.add(refused.reason());
  }

  @Override
  public void onSaving(Unanswered operation) {
    operations.add("saving " + operation.operation());
  }

  @Override
  public void onSaved(Unanswered operation) {
    operations.add("saved " + operation.operation());
  }

  @Override
  public void onOperationRefused(Unanswered operation, RefusalReason reason) {
    operations.add("refused " + operation.operation() + " " + operation.kind() + " " + reason);
  }

  @Override
  public void onRoundTrip(long roundTripNs) {
    roundTripCount++;
  }

  @Override
  public void onFarewell(FarewellDecoder decoder) {
    farewell = decoder.reason();
  }

  @Override
  public void onClosed(CloseReason reason, String text) {
    closeReasons.add(reason);
    texts.add(text);
  }
}
