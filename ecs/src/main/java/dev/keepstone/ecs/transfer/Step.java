package dev.keepstone.ecs.transfer;

/** What became of an attempt to do an operation. */
enum Step {
  /** It is prepared: the transfer can be committed. */
  COMMIT,
  /** Not yet: something that it needs is on its way. It is tried again at the next tick. */
  WAIT,
  /** It waits for somebody else, who will answer it. */
  PARK,
  /** Never: the transfer says why. */
  REFUSE
}
