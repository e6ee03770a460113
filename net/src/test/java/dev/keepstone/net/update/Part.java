package dev.keepstone.net.update;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** One part of an update on its way. */
final class Part {
  private final int number;
  private final int baseline;
  private final int part;
  private final int parts;
  private final byte[] body;

  Part(int number, int baseline, int part, int parts, byte[] body) {
    this.number = number;
    this.baseline = baseline;
    this.part = part;
    this.parts = parts;
    this.body = body;
  }

  int number() {
    return number;
  }

  int baseline() {
    return baseline;
  }

  int part() {
    return part;
  }

  int parts() {
    return parts;
  }

  byte[] body() {
    return body;
  }

  /** What a writer has in hand, cut as it is sent. */
  static List<Part> of(UpdateWriter writer, int lengthBytes) {
    int parts = (lengthBytes + UpdateFormat.MAX_PART_BYTES - 1) / UpdateFormat.MAX_PART_BYTES;
    List<Part> cut = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int from = part * UpdateFormat.MAX_PART_BYTES;
      byte[] body = new byte[Math.min(UpdateFormat.MAX_PART_BYTES, lengthBytes - from)];
      writer.body().getBytes(from, body);
      cut.add(new Part(writer.number(), writer.baseline(), part, parts, body));
    }
    return cut;
  }

  UpdateOutcome into(UpdateReader reader) {
    return reader.read(number, baseline, part, parts, new UnsafeBuffer(body), 0, body.length);
  }
}
