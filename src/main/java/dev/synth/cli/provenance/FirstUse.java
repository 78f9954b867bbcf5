package dev.synth.cli.provenance;

import dev.synth.io.CannotCreateException;
import dev.synth.provenance.Marking;
import dev.synth.provenance.key.Credentials;
import dev.synth.provenance.key.SignatureAlgorithm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The user's credentials, which are made when the first file is signed. */
final class FirstUse implements Marking.Signer {
  private final CommandSpec spec;
  private Optional<Credentials> found;

  FirstUse(CommandSpec spec) {
    this.spec = spec;
  }

  @Override
  public synchronized Optional<Credentials> credentials() throws IOException {
    if (found == null) {
      found = find(Credentials.folder());
    }
    return found;
  }

  private Optional<Credentials> find(Path folder) throws IOException {
    if (Credentials.exist(folder)) {
      return Optional.of(Credentials.load(folder));
    }
    try {
      Credentials made = Credentials.init(folder, null, SignatureAlgorithm.ED25519, false);
      say("made a key to sign what is generated, in " + folder + "; see synth credentials --help.");
      return Optional.of(made);
    } catch (CannotCreateException e) {
      if (Credentials.exist(folder)) {
        return Optional.of(Credentials.load(folder)); // of a process that was as fast
      }
      say("nothing is signed, as there is no place for a key: " + e.getMessage());
      return Optional.empty();
    }
  }

  private void say(String sentence) {
    var quiet = spec.findOption("--quiet");
    if (quiet != null && Boolean.TRUE.equals(quiet.getValue())) {
      return;
    }
    spec.commandLine().getErr().println("synth: " + sentence);
  }
}
