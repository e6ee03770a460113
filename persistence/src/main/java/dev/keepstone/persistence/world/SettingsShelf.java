package dev.keepstone.persistence.world;

import dev.keepstone.persistence.maintenance.Answers;
import dev.keepstone.persistence.record.Keys;
import dev.keepstone.persistence.record.SettingsCodec;
import dev.keepstone.persistence.record.WorldSettings;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.store.StoreException;
import dev.keepstone.persistence.store.StoreException.Reason;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Where a world's settings are kept. Any thread. */
public final class SettingsShelf {
  /** Operators who change settings at the same time. */
  private static final int TRIES = 5;

  private final Store store;

  public SettingsShelf(Store store) {
    this.store = store;
  }

  /**
   * What is set now; the defaults where nothing was ever set.
   *
   * @return fails with a StoreException when the store does not answer, or the record is damaged or
   *     of a newer server: it is never taken for the defaults then
   */
  public CompletableFuture<WorldSettings> read() {
    return store.load(Keys.SETTINGS).thenApply(reply -> settings(reply.value()));
  }

  /**
   * Changes what is set; waits for the store.
   *
   * @param change makes the next revision out of the one that is there
   * @return what is set now
   * @throws StoreException when it can't be read, or others change it all the time
   */
  public WorldSettings change(UnaryOperator<WorldSettings> change) {
    for (int i = 0; i < TRIES; i++) {
      byte[] stored = Answers.await(store.load(Keys.SETTINGS)).value();
      WorldSettings next = change.apply(settings(stored));
      if (Answers.await(store.compareAndSet(Keys.SETTINGS, stored, SettingsCodec.encode(next)))) {
        return next;
      }
    }
    throw new StoreException(
        Reason.UNAVAILABLE, "somebody else changes the settings all the time: try again");
  }

  private static WorldSettings settings(byte @Nullable [] stored) {
    if (stored == null) {
      return WorldSettings.DEFAULT;
    }
    SettingsCodec.Decoded decoded = SettingsCodec.decode(stored);
    return switch (decoded.outcome()) {
      case OK -> Objects.requireNonNull(decoded.settings());
      case NEWER ->
          throw new StoreException(
              Reason.NOT_STARTED,
              "a newer server has written this world's settings: key="
                  + Keys.SETTINGS
                  + "; run that server, or restore a backup of before it");
      case CORRUPT, WRONG_ID, TOO_LARGE ->
          throw new StoreException(
              Reason.NOT_STARTED,
              "this world's settings are damaged: key="
                  + Keys.SETTINGS
                  + "; restore the store's backup, or delete that key to begin with the defaults");
    };
  }
}
