package dev.synth.train.optim;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Vectors that a checkpoint keeps, by name; they can be taken out and put back to the bit. */
public interface NamedVectors {
  /** The shape of each, in the order in which they are to lie in a file. */
  Map<String, int[]> shapes();

  /** A copy of the values of {@code name}, in C order. */
  float[] get(String name);

  /** Sets all of them, from values in C order by name; other names are ignored. */
  void put(Map<String, float[]> values);

  /** Those of several networks and optimisers, whose names differ. */
  static NamedVectors of(List<? extends NamedVectors> sets) {
    Map<String, NamedVectors> owners = new LinkedHashMap<>();
    Map<String, int[]> shapes = new LinkedHashMap<>();
    for (NamedVectors set : sets) {
      set.shapes()
          .forEach(
              (name, shape) -> {
                shapes.put(name, shape);
                if (owners.put(name, set) != null) {
                  throw new IllegalArgumentException("two vectors are named " + name);
                }
              });
    }
    return new NamedVectors() {
      @Override
      public Map<String, int[]> shapes() {
        return shapes;
      }

      @Override
      public float[] get(String name) {
        return owners.get(name).get(name);
      }

      @Override
      public void put(Map<String, float[]> values) {
        sets.forEach(set -> set.put(values));
      }
    };
  }
}
