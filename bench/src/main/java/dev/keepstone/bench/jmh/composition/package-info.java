/** What it costs to keep a Dominion entity beside a row. */
@NullMarked
package dev.keepstone.bench.jmh.composition;

import org.jspecify.annotations.NullMarked;
