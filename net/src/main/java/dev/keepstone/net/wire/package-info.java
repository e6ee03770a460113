/**
 * The session frames between a client and the gateway: their limits, the check that every frame
 * passes before a field of it is read, and the sentence for each refusal. The generated flyweights
 * are in {@code sbe} (from {@code net/src/main/sbe/schema.xml}). Runs on whichever thread calls;
 * may be imported by every package of {@code net}.
 */
@NullMarked
package dev.keepstone.net.wire;

import org.jspecify.annotations.NullMarked;
