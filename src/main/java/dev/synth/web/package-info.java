/** The page of {@code synth play}: its server, and the same page as one file. */
package dev.synth.web;
