/** What a whole tick costs, and the worlds that other suites measure in. */
@NullMarked
package dev.keepstone.bench.jmh.world;

import org.jspecify.annotations.NullMarked;
