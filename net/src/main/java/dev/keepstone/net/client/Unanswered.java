package dev.keepstone.net.client;

import dev.keepstone.ecs.message.sbe.OperationKind;

/**
 * An operation that was sent and, until what names it is said, not answered.
 *
 * @param kind what it was, for a person
 */
public record Unanswered(long operation, OperationKind kind) {}
