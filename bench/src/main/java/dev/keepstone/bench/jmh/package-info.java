/**
 * JMH suites, one package for each package they measure; a suite's header says what it does and how
 * to run it.
 */
@NullMarked
package dev.keepstone.bench.jmh;

import org.jspecify.annotations.NullMarked;
