/** The command line: one command a file. */
@NullMarked
package dev.keepstone.net.cli;

import org.jspecify.annotations.NullMarked;
