/** Content credentials: C2PA manifests in JUMBF boxes, their CBOR and their COSE signatures. */
package dev.synth.provenance.c2pa;
