/**
 * What it costs to tell one player what is near. Run by operators and engineers, imported by
 * nobody.
 */
@NullMarked
package dev.keepstone.bench.jmh.update;

import org.jspecify.annotations.NullMarked;
