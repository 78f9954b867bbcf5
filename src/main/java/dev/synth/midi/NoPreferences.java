package dev.synth.midi;

import java.util.prefs.AbstractPreferences;
import java.util.prefs.Preferences;
import java.util.prefs.PreferencesFactory;

/**
 * Preferences that are forgotten with the process: the JDK's synthesizer asks for the user's, and
 * Java's own would leave a folder of them in the user's home. Named in the system property {@code
 * java.util.prefs.PreferencesFactory}.
 */
public final class NoPreferences implements PreferencesFactory {
  private static final Preferences ROOT = new Node(null, "");

  /** Made by Java. */
  public NoPreferences() {}

  @Override
  public Preferences systemRoot() {
    return ROOT;
  }

  @Override
  public Preferences userRoot() {
    return ROOT;
  }

  private static final class Node extends AbstractPreferences {
    Node(AbstractPreferences parent, String name) {
      super(parent, name);
    }

    @Override
    protected void putSpi(String key, String value) {}

    @Override
    protected String getSpi(String key) {
      return null;
    }

    @Override
    protected void removeSpi(String key) {}

    @Override
    protected void removeNodeSpi() {}

    @Override
    protected String[] keysSpi() {
      return new String[0];
    }

    @Override
    protected String[] childrenNamesSpi() {
      return new String[0];
    }

    @Override
    protected AbstractPreferences childSpi(String name) {
      return new Node(this, name);
    }

    @Override
    protected void syncSpi() {}

    @Override
    protected void flushSpi() {}
  }
}
