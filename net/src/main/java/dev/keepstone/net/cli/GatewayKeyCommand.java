package dev.keepstone.net.cli;

import dev.keepstone.net.seal.IdentityException;
import dev.keepstone.net.seal.LinkKeyFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes the key with which a server and its gateways know each other. */
@Command(
    name = "gateway-key",
    description = "Makes the key that a server and its gateways share.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Copy the file to every machine of theirs over a safe way (scp), readable by its user only.",
      "Who has it can link a gateway, and so see what players of that gateway type.",
      "Exit codes: 0 made, 1 not: there is such a file, or it cannot be written."
    })
final class GatewayKeyCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "The file to make; never one that is there.")
  private Path file;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try {
      LinkKeyFile.create(file, new SecureRandom());
    } catch (IdentityException e) {
      throw new UserError(e.getMessage(), e);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println("made " + file);
    out.println("server:   keepstone serve --gateway-key " + file);
    out.println("gateway:  keepstone gateway --world HOST:7790 --key " + file);
    out.flush();
    return ExitCode.OK;
  }
}
