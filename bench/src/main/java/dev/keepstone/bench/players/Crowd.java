package dev.keepstone.bench.players;

import org.HdrHistogram.Histogram;

/** Players of one kind of server. One thread. */
interface Crowd extends AutoCloseable {
  /** Gets everybody in, as far as that is possible. One step, to be called again until all are. */
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
