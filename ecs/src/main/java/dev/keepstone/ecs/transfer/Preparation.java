package dev.keepstone.ecs.transfer;

/** Checks an operation and does it to drafts. May be asked again when it had to wait. */
@FunctionalInterface
interface Preparation {
  Step prepare(Draft own, Transfer transfer);
}
