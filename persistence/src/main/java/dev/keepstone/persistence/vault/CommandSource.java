package dev.keepstone.persistence.vault;

import org.jspecify.annotations.Nullable;

/** Where commands wait that were never sent. */
interface CommandSource {
  /** The next one to send now; null when none waits, or enough of its sort are in flight. */
  @Nullable Command<?> nextCommand();
}
