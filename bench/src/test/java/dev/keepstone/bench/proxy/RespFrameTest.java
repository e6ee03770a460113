package dev.keepstone.bench.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.keepstone.persistence.script.LuaScript;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RespFrameTest {
  private static final List<String> FRAMES =
      List.of(
          "+OK\r\n",
          "-ERR no\r\n",
          ":42\r\n",
          "$5\r\na\r\nbc\r\n",
          "$-1\r\n",
          "$0\r\n\r\n",
          "*2\r\n$3\r\nGET\r\n$1\r\na\r\n",
          "*0\r\n",
          "*-1\r\n",
          "*2\r\n*1\r\n:1\r\n$2\r\nab\r\n",
          "%1\r\n+a\r\n*1\r\n:1\r\n",
          "|1\r\n+ttl\r\n:3\r\n+OK\r\n",
          ">2\r\n+invalidate\r\n_\r\n",
          "~1\r\n#t\r\n",
          "=7\r\ntxt:abc\r\n",
          ",1.5\r\n",
          "PING\r\n");

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void endsWhereTheFrameEndsAndNotBefore() {
    for (String frame : FRAMES) {
      byte[] twice = bytes(frame + frame);
      assertThat(RespFrame.end(twice, 0, twice.length)).as(frame).isEqualTo(frame.length());
      for (int to = 0; to < frame.length(); to++) {
        assertThat(RespFrame.end(twice, 0, to)).as(frame + " up to " + to).isEqualTo(-1);
      }
    }
  }

  @Test
  void refusesWhatIsNoResp() {
    for (String text : List.of("$x\r\n", "*\r\n", "*99999999999\r\n", "*1\r\n".repeat(40))) {
      assertThatThrownBy(() -> RespFrame.end(bytes(text), 0, text.length()))
          .as(text)
          .isInstanceOf(RespException.class);
    }
  }

  @Test
  void commandsHaveNames() {
    assertThat(CommandNames.of(bytes("*2\r\n$3\r\nget\r\n$1\r\na\r\n"))).isEqualTo("GET");
    assertThat(CommandNames.of(bytes("ping\r\n"))).isEqualTo("PING");
    assertThat(CommandNames.of(bytes("\r\n"))).isEmpty();
    String sha = LuaScript.COMMIT.sha();
    assertThat(CommandNames.of(bytes("*3\r\n$7\r\nEVALSHA\r\n$40\r\n" + sha + "\r\n$1\r\n0\r\n")))
        .isEqualTo("COMMIT");
    String source = LuaScript.SAVE.source();
    assertThat(
            CommandNames.of(
                bytes("*2\r\n$4\r\nEVAL\r\n$" + source.length() + "\r\n" + source + "\r\n")))
        .isEqualTo("SAVE");
    assertThat(CommandNames.of(bytes("*2\r\n$7\r\nEVALSHA\r\n$2\r\nab\r\n"))).isEqualTo("EVALSHA");
  }

  @Test
  void faultsAreReadAsTheyAreShown() {
    Fault fault = FaultText.parse("cut-after on=commit every=20 times=3 delay=5s");
    assertThat(fault.kind()).isEqualTo(FaultKind.CUT_AFTER);
    assertThat(fault.command()).isEqualTo("COMMIT");
    assertThat(FaultText.parse(fault.toString()).toString()).isEqualTo(fault.toString());
    for (String bad :
        List.of("cut", "drip every=0", "drip delay=5", "drip delay=2m", "drip colour=red", "")) {
      assertThatThrownBy(() -> FaultText.parse(bad))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
