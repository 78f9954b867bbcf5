/** What the classifier is trained on, how notes are varied, and how its certainty is fitted. */
package dev.synth.models.classifier.train;
