package dev.keepstone.net.link;

import dev.keepstone.ecs.message.Outbox;
import dev.keepstone.net.auth.AccountDesk;
import dev.keepstone.net.auth.AuthResult;
import dev.keepstone.net.auth.CharacterDesk;
import dev.keepstone.net.wire.sbe.CharacterAction;
import dev.keepstone.net.wire.sbe.DeskAction;
import dev.keepstone.net.wire.sbe.DeskCharactersDecoder;
import dev.keepstone.net.wire.sbe.DeskVerdictDecoder;
import dev.keepstone.net.wire.sbe.RefusalCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.agrona.collections.Long2ObjectHashMap;

/** The desk as a gateway in another process sees it: questions go over the link. */
final class RemoteDesk implements AccountDesk {
  private static final byte[] NO_PASSWORD = new byte[0];
  private static final String NO_ADDRESS = "";

  private final Outbox link;
  private final DeskCodec codec = new DeskCodec();
  private final Long2ObjectHashMap<CompletableFuture<AuthResult>> verdicts =
      new Long2ObjectHashMap<>();
  private final Long2ObjectHashMap<CompletableFuture<CharacterDesk.Answer>> answers =
      new Long2ObjectHashMap<>();

  private long lastNumber;

  /**
   * @param link to the server; refuses while there is none
   */
  RemoteDesk(Outbox link) {
    this.link = link;
  }

  @Override
  public CompletableFuture<AuthResult> login(
      long sessionId, String address, String name, byte[] password, String character) {
    return askForVerdict(sessionId, DeskAction.LOGIN, address, name, password, character);
  }

  @Override
  public CompletableFuture<AuthResult> register(long sessionId, String name, byte[] password) {
    return askForVerdict(sessionId, DeskAction.REGISTER, NO_ADDRESS, name, password, "");
  }

  @Override
  public CompletableFuture<AuthResult> resume(
      long sessionId, String address, String name, String character) {
    return askForVerdict(sessionId, DeskAction.RESUME, address, name, NO_PASSWORD, character);
  }

  /** Nothing is answered; where the link has no room, one wrong token is not counted. */
  @Override
  public void onWrongToken(String address) {
    ask(++lastNumber, 0, DeskAction.WRONG_TOKEN, address, "", NO_PASSWORD, "");
  }

  @Override
  public CompletableFuture<CharacterDesk.Answer> characters(
      long sessionId, CharacterAction action, String account, String character) {
    DeskAction asked =
        switch (action) {
          case CREATE -> DeskAction.CREATE;
          case SELECT -> DeskAction.SELECT;
          case LIST, NULL_VAL -> DeskAction.LIST;
        };
    long number = ++lastNumber;
    if (!ask(number, sessionId, asked, NO_ADDRESS, account, NO_PASSWORD, character)) {
      return CompletableFuture.completedFuture(CharacterDesk.Answer.refused(RefusalCode.BUSY));
    }
    CompletableFuture<CharacterDesk.Answer> future = new CompletableFuture<>();
    answers.put(number, future);
    return future;
  }

  /** False for a message that no server of ours sends. */
  boolean onVerdict(DeskVerdictDecoder verdict) {
    CompletableFuture<AuthResult> future = verdicts.remove(verdict.number());
    AuthResult result = DeskCodec.result(verdict);
    return future != null && result != null && future.complete(result);
  }

  /** The same for characters. */
  boolean onCharacters(DeskCharactersDecoder characters) {
    CompletableFuture<CharacterDesk.Answer> future = answers.remove(characters.number());
    CharacterDesk.Answer answer = DeskCodec.answer(characters);
    return future != null && answer != null && future.complete(answer);
  }

  /** The link is gone, and with it all answers. */
  void abandon() {
    List<CompletableFuture<AuthResult>> openVerdicts = new ArrayList<>(verdicts.values());
    verdicts.clear();
    openVerdicts.forEach(future -> future.complete(AuthResult.refused(RefusalCode.BUSY)));
    List<CompletableFuture<CharacterDesk.Answer>> openAnswers = new ArrayList<>(answers.values());
    answers.clear();
    openAnswers.forEach(future -> future.complete(CharacterDesk.Answer.refused(RefusalCode.BUSY)));
  }

  private CompletableFuture<AuthResult> askForVerdict(
      long sessionId,
      DeskAction action,
      String address,
      String name,
      byte[] password,
      String character) {
    long number = ++lastNumber;
    boolean asked = ask(number, sessionId, action, address, name, password, character);
    Arrays.fill(password, (byte) 0);
    if (!asked) {
      return CompletableFuture.completedFuture(AuthResult.refused(RefusalCode.BUSY));
    }
    CompletableFuture<AuthResult> future = new CompletableFuture<>();
    verdicts.put(number, future);
    return future;
  }

  private boolean ask(
      long number,
      long sessionId,
      DeskAction action,
      String address,
      String account,
      byte[] password,
      String character) {
    int lengthBytes =
        codec.request(number, sessionId, action, address, account, password, character);
    boolean asked = link.offer(codec.buffer(), 0, lengthBytes);
    codec.buffer().setMemory(0, lengthBytes, (byte) 0);
    return asked;
  }
}
