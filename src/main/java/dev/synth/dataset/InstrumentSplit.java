package dev.synth.dataset;

import dev.synth.io.BadDataException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Parts notes into sets for training and for measuring so that no instrument is in two of them: a
 * model that was trained on an instrument at other pitches would be measured too kindly.
 *
 * <p>Instruments are dealt in a seeded order, each to the set that lacks most notes of its share; a
 * set that got none takes the smallest instrument of the set that has most instruments. A note
 * without an instrument's name is an instrument of its own. Several soundfonts' versions of an
 * instrument, which may even share recordings, can count as one.
 */
public final class InstrumentSplit {
  private InstrumentSplit() {}

  /**
   * One set.
   *
   * @param notes in the order they were given
   * @param instruments how many instruments they are of
   */
  public record Part(List<Note> notes, int instruments) {
    /** A set of {@code notes}. */
    public static Part of(List<Note> notes) {
      return new Part(notes, InstrumentSplit.instruments(notes, 0).size());
    }
  }

  /** Parts {@code notes}; every instrument's name is another one. */
  public static List<Part> of(List<Note> notes, List<Double> shares, long seed)
      throws BadDataException {
    return of(notes, shares, seed, 0);
  }

  /**
   * Parts {@code notes}.
   *
   * @param shares what share of the notes each set shall have, about; in any unit
   * @param numberStep instruments of one family and source whose numbers differ by a multiple of it
   *     are kept together; 0 for none
   * @throws BadDataException if there are fewer instruments than shares above 0
   */
  public static List<Part> of(List<Note> notes, List<Double> shares, long seed, int numberStep)
      throws BadDataException {
    List<List<Note>> instruments = instruments(notes, numberStep);
    long wanted = shares.stream().filter(share -> share > 0).count();
    if (instruments.size() < wanted) {
      throw new BadDataException(
          instruments.size()
              + (instruments.size() == 1 ? " instrument" : " instruments")
              + " cannot be split into "
              + wanted
              + " sets that share none; give more instruments, or fewer parts in the setting 'shares'.");
    }
    Collections.shuffle(instruments, new Random(seed));
    double sum = shares.stream().mapToDouble(Double::doubleValue).sum();
    List<List<List<Note>>> sets = new ArrayList<>();
    double[] lacking = new double[shares.size()];
    for (int set = 0; set < shares.size(); set++) {
      sets.add(new ArrayList<>());
      lacking[set] = shares.get(set) / sum * notes.size();
    }
    for (List<Note> instrument : instruments) {
      int set = 0;
      for (int other = 1; other < lacking.length; other++) {
        set = lacking[other] > lacking[set] ? other : set;
      }
      sets.get(set).add(instrument);
      lacking[set] -= instrument.size();
    }
    for (int set = 0; set < shares.size(); set++) {
      if (shares.get(set) > 0 && sets.get(set).isEmpty()) {
        List<List<Note>> largest = Collections.max(sets, Comparator.comparingInt(List::size));
        List<Note> smallest = Collections.min(largest, Comparator.comparingInt(List::size));
        largest.remove(smallest);
        sets.get(set).add(smallest);
      }
    }
    Map<Note, Integer> places = new java.util.IdentityHashMap<>();
    for (Note note : notes) {
      places.put(note, places.size());
    }
    List<Part> parts = new ArrayList<>();
    for (List<List<Note>> set : sets) {
      List<Note> ofSet = new ArrayList<>();
      set.forEach(ofSet::addAll);
      ofSet.sort(Comparator.comparing(places::get));
      parts.add(Part.of(ofSet));
    }
    return parts;
  }

  /** How many of {@code notes} have no instrument's name, so that each counts as one. */
  public static long unnamed(List<Note> notes) {
    return notes.stream().filter(note -> note.labels().instrumentName().isEmpty()).count();
  }

  /** The instrument of {@code note}, the same for those that are kept together. */
  private static Object instrument(Note note, int numberStep) {
    Labels labels = note.labels();
    if (labels.instrumentName().isEmpty()) {
      return note.audio();
    }
    return numberStep == 0 || labels.instrument().isEmpty()
        ? labels.instrumentName().get()
        : List.of(labels.family(), labels.source(), labels.instrument().getAsInt() % numberStep);
  }

  private static List<List<Note>> instruments(List<Note> notes, int numberStep) {
    Map<Object, List<Note>> byInstrument = new LinkedHashMap<>();
    for (Note note : notes) {
      byInstrument.computeIfAbsent(instrument(note, numberStep), k -> new ArrayList<>()).add(note);
    }
    return new ArrayList<>(byInstrument.values());
  }
}
