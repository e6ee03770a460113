package dev.keepstone.bench.players;

import org.HdrHistogram.Histogram;

/** Players of one kind of server. One thread. */
interface Crowd extends AutoCloseable {
  /** One step of getting everybody in; returns how many are. Who was turned away tries again. */
  int enter(long nowNs);

  /** Everybody sends what is due and hears what has come; returns work done. */
  int play(long nowNs);

  /** From now on everything is counted anew, and round trips go there. */
  void countInto(Histogram roundTripsUs);

  /** Who is not there any more, or never got in. */
  int lost();

  /** Inputs sent since {@link #countInto}. */
  long inputs();

  /** Updates received since {@link #countInto}. */
  long updates();

  /** Leaves; bounded in time. */
  @Override
  void close();
}
