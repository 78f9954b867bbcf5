/**
 * Many notes from many inputs into a folder: which are done, which are to do, by whom; what is done
 * to their sound afterwards; grids of mixtures and the forms that instruments read.
 */
package dev.synth.render;
