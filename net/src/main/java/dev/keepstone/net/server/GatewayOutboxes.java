package dev.keepstone.net.server;

import dev.keepstone.ecs.message.Outbox;
import java.util.ArrayList;
import java.util.List;

/** The world's list of gateways, indexed by the highest 16 bits of session ids. */
final class GatewayOutboxes {
  private GatewayOutboxes() {}

  /**
   * The server's own gateway, and those in processes of their own right behind it; the numbers
   * below belong to nobody and take nothing.
   */
  static List<Outbox> of(int gatewayNumber, Outbox outbox, List<Outbox> linked) {
    List<Outbox> outboxes = new ArrayList<>();
    for (int i = 0; i < gatewayNumber; i++) {
      outboxes.add((buffer, offset, lengthBytes) -> false);
    }
    outboxes.add(outbox);
    outboxes.addAll(linked);
    return outboxes;
  }
}
