/**
 * What the world is furnished with: maps and tables of kinds, read once at start, checked,
 * immutable and so readable by any thread. Imported by everything that plays by them; imports only
 * the limits of {@code state}.
 */
@NullMarked
package dev.keepstone.ecs.content;

import org.jspecify.annotations.NullMarked;
