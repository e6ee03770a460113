package dev.keepstone.net.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class FaultLogTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(FaultLog.class);
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();
  private final FaultLog log = new FaultLog();

  @BeforeEach
  void listen() {
    written.start();
    logger.addAppender(written);
    logger.setAdditive(false);
  }

  @AfterEach
  void hearNoMore() {
    logger.setAdditive(true);
    logger.detachAppender(written);
  }

  @Test
  void writesABugOnceForEachTrace() {
    log.record("first", fault(1));
    log.record("again", fault(1));
    log.record("elsewhere", fault(2));

    assertThat(written.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .satisfiesExactly(
            line -> assertThat(line).startsWith("first"),
            line -> assertThat(line).startsWith("elsewhere"));
    assertThat(log.distinctCount()).isEqualTo(2);
  }

  @Test
  void tellsApartWhatWasThrownAtTheSamePlace() {
    IllegalArgumentException other = new IllegalArgumentException();
    other.setStackTrace(fault(1).getStackTrace());

    log.record("one", fault(1));
    log.record("other", other);

    assertThat(written.list).hasSize(2);
  }

  /** However many traces somebody finds a way to make, the disk does not fill. */
  @Test
  void endsAfter256() {
    for (int line = 0; line < 300; line++) {
      log.record("one of many", fault(line));
    }

    assertThat(written.list).hasSize(256);
    assertThat(log.distinctCount()).isEqualTo(256);
  }

  private static RuntimeException fault(int line) {
    RuntimeException fault = new IllegalStateException("planted by the test");
    fault.setStackTrace(
        new StackTraceElement[] {
          new StackTraceElement("Somewhere", "run", "Somewhere.java", line)
        });
    return fault;
  }
}
