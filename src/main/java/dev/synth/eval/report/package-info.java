/** An evaluation as Markdown, JSON and pictures. */
package dev.synth.eval.report;
