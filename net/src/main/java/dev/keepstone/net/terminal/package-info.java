/**
 * A player at a keyboard or a script, line by line, on top of the headless client: the loop ({@link
 * dev.keepstone.net.terminal.LinePlayer}), the table of commands, and what is printed. Everything
 * runs on one thread. Imported by the command line.
 */
@NullMarked
package dev.keepstone.net.terminal;

import org.jspecify.annotations.NullMarked;
