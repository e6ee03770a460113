package dev.keepstone.net.server;

import dev.keepstone.persistence.maintenance.Answers;
import dev.keepstone.persistence.record.WorldSettings;
import dev.keepstone.persistence.store.Store;
import dev.keepstone.persistence.world.SettingsShelf;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The world's settings as this server knows them: read at the start, and again every few seconds,
 * because operators change them beside running servers. While the store is away the last known ones
 * hold. Refreshed by one thread, read by any.
 */
final class LiveSettings {
  private static final Logger LOG = LoggerFactory.getLogger(LiveSettings.class);
  private static final long REFRESH_NS = TimeUnit.SECONDS.toNanos(5);

  private final SettingsShelf shelf;
  private volatile WorldSettings known;
  private long nextNs;

  /**
   * Reads them; blocks.
   *
   * @throws dev.keepstone.persistence.store.StoreException when they can't be read or believed
   */
  LiveSettings(Store store, long nowNs) {
    shelf = new SettingsShelf(store);
    known = Answers.await(shelf.read());
    nextNs = nowNs + REFRESH_NS;
  }

  WorldSettings get() {
    return known;
  }

  /** Asks again when it is time; never waits. */
  void refresh(long nowNs) {
    if (nowNs - nextNs < 0) {
      return;
    }
    nextNs = nowNs + REFRESH_NS;
    var unused = shelf.read().whenComplete(this::onRead);
  }

  private void onRead(@Nullable WorldSettings read, @Nullable Throwable failure) {
    if (read == null || failure != null) {
      LOG.debug(
          "the settings could not be read, the last known ones hold: {}", String.valueOf(failure));
      return;
    }
    boolean isNew = known.revision() != read.revision();
    known = read;
    if (isNew) {
      LOG.info("an operator changed the settings: {}", text(read));
    }
  }

  /** For a person. */
  static String text(WorldSettings settings) {
    return "registration "
        + (settings.registrationOpen() ? "open" : "closed")
        + " (revision "
        + settings.revision()
        + ")";
  }
}
