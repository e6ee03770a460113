package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.message.sbe.Container;
import dev.keepstone.ecs.session.Session;
import dev.keepstone.ecs.state.ItemSlots;
import dev.keepstone.ecs.state.PlayerState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One player's part in a transfer: the state before, and the state as it will be. Reused. */
final class Draft {
  final PlayerState before = new PlayerState();
  final PlayerState after = new PlayerState();
  private @Nullable Session session;

  /** Whose operation this is too; null: the player only takes part. */
  private @Nullable OperationQueue asker;

  private long operation;
  private int sequence;

  void begin(Session newSession) {
    session = newSession;
    asker = null;
    operation = 0;
    sequence = 0;
  }

  /** The operation is remembered with this player, and he is told what becomes of it. */
  void asks(OperationQueue newAsker, long newOperation, int newSequence) {
    asker = newAsker;
    operation = newOperation;
    sequence = newSequence;
    after.remember(newOperation);
  }

  Session session() {
    return Objects.requireNonNull(session);
  }

  long playerId() {
    return session().playerId();
  }

  @Nullable OperationQueue asker() {
    return asker;
  }

  long operation() {
    return operation;
  }

  int sequence() {
    return sequence;
  }

  /** One of the player's own three. */
  ItemSlots slots(Container container) {
    return Objects.requireNonNull(after.container(container.value()));
  }
}
