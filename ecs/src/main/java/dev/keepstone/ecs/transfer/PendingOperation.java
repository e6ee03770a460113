package dev.keepstone.ecs.transfer;

import dev.keepstone.ecs.message.sbe.OperationKind;

/**
 * An operation that waits for its turn.
 *
 * @param operation the player's own number
 * @param sequence of the intent that asked for it
 * @param queuedTick when it came
 */
record PendingOperation(
    long operation, int sequence, OperationKind kind, long queuedTick, Preparation preparation) {}
