/** JMH suites, mirroring the packages that they measure. */
@NullMarked
package dev.keepstone.bench.jmh;

import org.jspecify.annotations.NullMarked;
