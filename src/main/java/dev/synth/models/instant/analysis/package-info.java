/** From sound to controls: the pitch of a note followed, its partials and its noise measured. */
package dev.synth.models.instant.analysis;
