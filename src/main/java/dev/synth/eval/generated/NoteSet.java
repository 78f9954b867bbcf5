package dev.synth.eval.generated;

import dev.synth.dataset.Note;
import java.util.List;

/**
 * Notes under one name.
 *
 * @param name as the report has it
 */
public record NoteSet(String name, List<Note> notes) {}
