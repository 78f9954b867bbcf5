package dev.synth.model;

import dev.synth.io.BadDataException;
import dev.synth.io.text.Printable;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The kinds of model there are. */
public final class ModelKinds {
  private static final List<ModelKind> ALL =
      ServiceLoader.load(ModelKind.class, ModelKinds.class.getClassLoader()).stream()
          .map(ServiceLoader.Provider::get)
          .toList();

  private ModelKinds() {}

  /** Every kind, in the order of their registration. */
  public static List<ModelKind> all() {
    return ALL;
  }

  /**
   * The kind called {@code name}.
   *
   * @param source the file that names it
   * @throws BadDataException if there is none
   */
  public static ModelKind named(String source, String name) throws BadDataException {
    for (ModelKind kind : ALL) {
      if (kind.name().equals(name)) {
        return kind;
      }
    }
    throw new BadDataException(
        source
            + ": is a model of kind '"
            + Printable.value(name)
            + "', which this version of synth does not know; it knows "
            + ALL.stream().map(ModelKind::name).collect(Collectors.joining(", "))
            + ".");
  }

  /** All presets of all kinds. */
  public static List<Preset> presets() {
    return ALL.stream().flatMap(kind -> kind.presets().stream()).toList();
  }

  static BadDataException cannot(ModelKind kind, Capability capability) {
    String able =
        ALL.stream()
            .filter(other -> other.capabilities().contains(capability))
            .map(ModelKind::name)
            .collect(Collectors.joining(", "));
    return new BadDataException(
        "A model of kind "
            + kind.name()
            + " cannot "
            + capability.label()
            + "; models of these kinds can: "
            + able
            + ".");
  }
}
