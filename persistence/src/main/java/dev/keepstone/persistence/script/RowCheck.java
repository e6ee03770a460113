package dev.keepstone.persistence.script;

import dev.keepstone.persistence.record.Fence;

/** The row check of the protocol, in its order: the twin of {@code judge} in save.lua. Pure. */
public final class RowCheck {
  private RowCheck() {}

  /**
   * May a row be written over what is stored?
   *
   * @param stored fence of the record that stands there
   * @param written fence that the new row carries
   */
  public static RowVerdict judge(Fence stored, Fence written) {
    if (!stored.owner().equals(written.owner()) || stored.epoch() != written.epoch()) {
      return RowVerdict.LOST;
    }
    if (written.version() <= stored.base()) {
      return RowVerdict.STALE;
    }
    if (written.version() <= stored.version()) {
      return RowVerdict.DONE;
    }
    if (written.version() > stored.version() + 1) {
      return RowVerdict.GAP;
    }
    return stored.released() ? RowVerdict.LOST : RowVerdict.OK;
  }
}
