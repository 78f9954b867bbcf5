package dev.synth.midi;

import static dev.synth.dataset.Family.BASS;
import static dev.synth.dataset.Family.BRASS;
import static dev.synth.dataset.Family.FLUTE;
import static dev.synth.dataset.Family.GUITAR;
import static dev.synth.dataset.Family.KEYBOARD;
import static dev.synth.dataset.Family.MALLET;
import static dev.synth.dataset.Family.ORGAN;
import static dev.synth.dataset.Family.REED;
import static dev.synth.dataset.Family.STRING;
import static dev.synth.dataset.Family.SYNTH_LEAD;
import static dev.synth.dataset.Family.VOCAL;
import static dev.synth.dataset.SoundSource.ACOUSTIC;
import static dev.synth.dataset.SoundSource.ELECTRONIC;
import static dev.synth.dataset.SoundSource.SYNTHETIC;

import dev.synth.dataset.Family;
import dev.synth.dataset.SoundSource;
import java.util.Arrays;
import java.util.List;

/**
 * General MIDI's 128 programs (level 1, numbered from 0) as NSynth's families and sources.
 *
 * <p>The map follows how the sound is made: sitar and banjo are guitars, accordions are reeds,
 * ensembles of voices are vocal. Every program has the family nearest to it, since names need one,
 * but where that is far-fetched (drums, sound effects, chords) it is not {@link Program#melodic}
 * and is rendered only when asked for by number.
 */
public final class GeneralMidi {
  /**
   * One program.
   *
   * @param number 0 to 127
   * @param title General MIDI's name
   * @param family nearest NSynth family
   * @param source how the sound is made
   * @param melodic whether it plays one pitch of its family, so that it is rendered by default
   */
  public record Program(
      int number, String title, Family family, SoundSource source, boolean melodic) {}

  private static final Program[] PROGRAMS = {
    program(0, "Acoustic Grand Piano", KEYBOARD, ACOUSTIC),
    program(1, "Bright Acoustic Piano", KEYBOARD, ACOUSTIC),
    program(2, "Electric Grand Piano", KEYBOARD, ELECTRONIC),
    program(3, "Honky-tonk Piano", KEYBOARD, ACOUSTIC),
    program(4, "Electric Piano 1", KEYBOARD, ELECTRONIC),
    program(5, "Electric Piano 2", KEYBOARD, ELECTRONIC),
    program(6, "Harpsichord", KEYBOARD, ACOUSTIC),
    program(7, "Clavinet", KEYBOARD, ELECTRONIC),
    program(8, "Celesta", MALLET, ACOUSTIC),
    program(9, "Glockenspiel", MALLET, ACOUSTIC),
    program(10, "Music Box", MALLET, ACOUSTIC),
    program(11, "Vibraphone", MALLET, ACOUSTIC),
    program(12, "Marimba", MALLET, ACOUSTIC),
    program(13, "Xylophone", MALLET, ACOUSTIC),
    program(14, "Tubular Bells", MALLET, ACOUSTIC),
    program(15, "Dulcimer", MALLET, ACOUSTIC),
    program(16, "Drawbar Organ", ORGAN, ELECTRONIC),
    program(17, "Percussive Organ", ORGAN, ELECTRONIC),
    program(18, "Rock Organ", ORGAN, ELECTRONIC),
    program(19, "Church Organ", ORGAN, ACOUSTIC),
    program(20, "Reed Organ", ORGAN, ACOUSTIC),
    program(21, "Accordion", REED, ACOUSTIC),
    program(22, "Harmonica", REED, ACOUSTIC),
    program(23, "Tango Accordion", REED, ACOUSTIC),
    program(24, "Acoustic Guitar (nylon)", GUITAR, ACOUSTIC),
    program(25, "Acoustic Guitar (steel)", GUITAR, ACOUSTIC),
    program(26, "Electric Guitar (jazz)", GUITAR, ELECTRONIC),
    program(27, "Electric Guitar (clean)", GUITAR, ELECTRONIC),
    program(28, "Electric Guitar (muted)", GUITAR, ELECTRONIC),
    program(29, "Overdriven Guitar", GUITAR, ELECTRONIC),
    program(30, "Distortion Guitar", GUITAR, ELECTRONIC),
    program(31, "Guitar Harmonics", GUITAR, ELECTRONIC),
    program(32, "Acoustic Bass", BASS, ACOUSTIC),
    program(33, "Electric Bass (finger)", BASS, ELECTRONIC),
    program(34, "Electric Bass (pick)", BASS, ELECTRONIC),
    program(35, "Fretless Bass", BASS, ELECTRONIC),
    program(36, "Slap Bass 1", BASS, ELECTRONIC),
    program(37, "Slap Bass 2", BASS, ELECTRONIC),
    program(38, "Synth Bass 1", BASS, SYNTHETIC),
    program(39, "Synth Bass 2", BASS, SYNTHETIC),
    program(40, "Violin", STRING, ACOUSTIC),
    program(41, "Viola", STRING, ACOUSTIC),
    program(42, "Cello", STRING, ACOUSTIC),
    program(43, "Contrabass", STRING, ACOUSTIC),
    program(44, "Tremolo Strings", STRING, ACOUSTIC),
    program(45, "Pizzicato Strings", STRING, ACOUSTIC),
    program(46, "Orchestral Harp", STRING, ACOUSTIC),
    unmelodic(47, "Timpani", MALLET, ACOUSTIC),
    program(48, "String Ensemble 1", STRING, ACOUSTIC),
    program(49, "String Ensemble 2", STRING, ACOUSTIC),
    program(50, "Synth Strings 1", STRING, SYNTHETIC),
    program(51, "Synth Strings 2", STRING, SYNTHETIC),
    program(52, "Choir Aahs", VOCAL, ACOUSTIC),
    program(53, "Voice Oohs", VOCAL, ACOUSTIC),
    program(54, "Synth Voice", VOCAL, SYNTHETIC),
    unmelodic(55, "Orchestra Hit", STRING, ACOUSTIC),
    program(56, "Trumpet", BRASS, ACOUSTIC),
    program(57, "Trombone", BRASS, ACOUSTIC),
    program(58, "Tuba", BRASS, ACOUSTIC),
    program(59, "Muted Trumpet", BRASS, ACOUSTIC),
    program(60, "French Horn", BRASS, ACOUSTIC),
    program(61, "Brass Section", BRASS, ACOUSTIC),
    program(62, "Synth Brass 1", BRASS, SYNTHETIC),
    program(63, "Synth Brass 2", BRASS, SYNTHETIC),
    program(64, "Soprano Sax", REED, ACOUSTIC),
    program(65, "Alto Sax", REED, ACOUSTIC),
    program(66, "Tenor Sax", REED, ACOUSTIC),
    program(67, "Baritone Sax", REED, ACOUSTIC),
    program(68, "Oboe", REED, ACOUSTIC),
    program(69, "English Horn", REED, ACOUSTIC),
    program(70, "Bassoon", REED, ACOUSTIC),
    program(71, "Clarinet", REED, ACOUSTIC),
    program(72, "Piccolo", FLUTE, ACOUSTIC),
    program(73, "Flute", FLUTE, ACOUSTIC),
    program(74, "Recorder", FLUTE, ACOUSTIC),
    program(75, "Pan Flute", FLUTE, ACOUSTIC),
    program(76, "Blown Bottle", FLUTE, ACOUSTIC),
    program(77, "Shakuhachi", FLUTE, ACOUSTIC),
    program(78, "Whistle", FLUTE, ACOUSTIC),
    program(79, "Ocarina", FLUTE, ACOUSTIC),
    program(80, "Lead 1 (square)", SYNTH_LEAD, SYNTHETIC),
    program(81, "Lead 2 (sawtooth)", SYNTH_LEAD, SYNTHETIC),
    program(82, "Lead 3 (calliope)", SYNTH_LEAD, SYNTHETIC),
    program(83, "Lead 4 (chiff)", SYNTH_LEAD, SYNTHETIC),
    program(84, "Lead 5 (charang)", SYNTH_LEAD, SYNTHETIC),
    program(85, "Lead 6 (voice)", SYNTH_LEAD, SYNTHETIC),
    unmelodic(86, "Lead 7 (fifths)", SYNTH_LEAD, SYNTHETIC),
    program(87, "Lead 8 (bass + lead)", SYNTH_LEAD, SYNTHETIC),
    program(88, "Pad 1 (new age)", SYNTH_LEAD, SYNTHETIC),
    program(89, "Pad 2 (warm)", SYNTH_LEAD, SYNTHETIC),
    program(90, "Pad 3 (polysynth)", SYNTH_LEAD, SYNTHETIC),
    program(91, "Pad 4 (choir)", VOCAL, SYNTHETIC),
    program(92, "Pad 5 (bowed)", STRING, SYNTHETIC),
    program(93, "Pad 6 (metallic)", SYNTH_LEAD, SYNTHETIC),
    program(94, "Pad 7 (halo)", SYNTH_LEAD, SYNTHETIC),
    program(95, "Pad 8 (sweep)", SYNTH_LEAD, SYNTHETIC),
    unmelodic(96, "FX 1 (rain)", SYNTH_LEAD, SYNTHETIC),
    unmelodic(97, "FX 2 (soundtrack)", SYNTH_LEAD, SYNTHETIC),
    unmelodic(98, "FX 3 (crystal)", SYNTH_LEAD, SYNTHETIC),
    unmelodic(99, "FX 4 (atmosphere)", SYNTH_LEAD, SYNTHETIC),
    unmelodic(100, "FX 5 (brightness)", SYNTH_LEAD, SYNTHETIC),
    unmelodic(101, "FX 6 (goblins)", SYNTH_LEAD, SYNTHETIC),
    unmelodic(102, "FX 7 (echoes)", SYNTH_LEAD, SYNTHETIC),
    unmelodic(103, "FX 8 (sci-fi)", SYNTH_LEAD, SYNTHETIC),
    program(104, "Sitar", GUITAR, ACOUSTIC),
    program(105, "Banjo", GUITAR, ACOUSTIC),
    program(106, "Shamisen", GUITAR, ACOUSTIC),
    program(107, "Koto", STRING, ACOUSTIC),
    program(108, "Kalimba", MALLET, ACOUSTIC),
    program(109, "Bagpipe", REED, ACOUSTIC),
    program(110, "Fiddle", STRING, ACOUSTIC),
    program(111, "Shanai", REED, ACOUSTIC),
    program(112, "Tinkle Bell", MALLET, ACOUSTIC),
    unmelodic(113, "Agogo", MALLET, ACOUSTIC),
    program(114, "Steel Drums", MALLET, ACOUSTIC),
    unmelodic(115, "Woodblock", MALLET, ACOUSTIC),
    unmelodic(116, "Taiko Drum", MALLET, ACOUSTIC),
    unmelodic(117, "Melodic Tom", MALLET, ACOUSTIC),
    unmelodic(118, "Synth Drum", MALLET, SYNTHETIC),
    unmelodic(119, "Reverse Cymbal", MALLET, ACOUSTIC),
    unmelodic(120, "Guitar Fret Noise", GUITAR, ACOUSTIC),
    unmelodic(121, "Breath Noise", FLUTE, ACOUSTIC),
    unmelodic(122, "Seashore", SYNTH_LEAD, ACOUSTIC),
    unmelodic(123, "Bird Tweet", VOCAL, ACOUSTIC),
    unmelodic(124, "Telephone Ring", SYNTH_LEAD, ACOUSTIC),
    unmelodic(125, "Helicopter", SYNTH_LEAD, ACOUSTIC),
    unmelodic(126, "Applause", VOCAL, ACOUSTIC),
    unmelodic(127, "Gunshot", MALLET, ACOUSTIC),
  };

  private GeneralMidi() {}

  /** All 128 programs; the index is the number. */
  public static List<Program> programs() {
    return List.of(PROGRAMS);
  }

  /**
   * The program numbered {@code number}, counted from 0.
   *
   * @throws IndexOutOfBoundsException past 127
   */
  public static Program program(int number) {
    return PROGRAMS[number];
  }

  /** The melodic programs of {@code family}, by number. */
  public static List<Program> melodic(Family family) {
    return melodic().stream().filter(program -> program.family() == family).toList();
  }

  /** All melodic programs, by number. */
  public static List<Program> melodic() {
    return Arrays.stream(PROGRAMS).filter(Program::melodic).toList();
  }

  private static Program program(int number, String title, Family family, SoundSource source) {
    return new Program(number, title, family, source, true);
  }

  private static Program unmelodic(int number, String title, Family family, SoundSource source) {
    return new Program(number, title, family, source, false);
  }
}
