/** What is told of scores: facts, reports, pictures. */
package dev.synth.app.score;
