package dev.synth.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files of the page, which lie in {@code src/main/web}: three scripts to begin with, and the
 * modules that they import. All imports are of the form <code>import { a, b } from './x.js';</code>
 * and all exports of the form {@code export function a}, so that they can also be put together into
 * one script.
 */
final class PageFiles {
  static final String PAGE = "index.html";
  static final String STYLE = "style.css";
  static final String MAIN = "page/main.js";
  static final String WORKER = "worker.js";
  static final String PROCESSOR = "processor.js";

  private static final String FOLDER = "page/";
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import\\s*\\{([^}]*)\\}\\s*from\\s*'([^']+)';\\n");
  private static final Pattern EXPORT =
      Pattern.compile("(?m)^export ((?:async )?(?:function|class|const|let) (\\w+))");

  private final Map<String, String> texts = new LinkedHashMap<>();

  PageFiles() throws IOException {
    texts.put(PAGE, read(PAGE));
    texts.put(STYLE, read(STYLE));
    for (String script : new String[] {MAIN, WORKER, PROCESSOR}) {
      add(script);
    }
  }

  private void add(String script) throws IOException {
    if (texts.containsKey(script)) {
      return;
    }
    String text = read(script);
    texts.put(script, text);
    Matcher imports = IMPORT.matcher(text);
    while (imports.find()) {
      add(resolved(script, imports.group(2)));
    }
  }

  private static String read(String name) throws IOException {
    try (InputStream in = PageFiles.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IOException("The page's file " + name + " is missing; build synth again.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** The names of all files, with slashes. */
  Set<String> names() {
    return texts.keySet();
  }

  /** The content of a file. */
  String text(String name) {
    return texts.get(name);
  }

  private static String resolved(String from, String relative) {
    String path = from.substring(0, from.lastIndexOf('/') + 1) + relative.replaceFirst("^\\./", "");
    return path.replaceAll("[^/]+/\\.\\./", "");
  }

  /** A script and all that it imports as one script without imports. */
  String bundle(String script) {
    Map<String, String> parts = new LinkedHashMap<>();
    bundle(script, parts, new LinkedHashSet<>());
    return "'use strict';\n" + String.join("", parts.values());
  }

  private void bundle(String script, Map<String, String> parts, Set<String> open) {
    if (parts.containsKey(script)) {
      return;
    }
    if (!open.add(script)) {
      throw new IllegalStateException("the page's scripts import each other: " + open);
    }
    StringBuilder head = new StringBuilder();
    Matcher imports = IMPORT.matcher(texts.get(script));
    while (imports.find()) {
      String imported = resolved(script, imports.group(2));
      bundle(imported, parts, open);
      head.append("const {")
          .append(imports.group(1).replaceAll("\\s+", " "))
          .append("} = ")
          .append(variable(imported))
          .append(";\n");
    }
    String body = IMPORT.matcher(texts.get(script)).replaceAll("");
    StringBuilder exported = new StringBuilder();
    Matcher exports = EXPORT.matcher(body);
    while (exports.find()) {
      exported.append(exported.isEmpty() ? "" : ", ").append(exports.group(2));
    }
    parts.put(
        script,
        "const "
            + variable(script)
            + " = (() => {\n"
            + head
            + EXPORT.matcher(body).replaceAll("$1")
            + "return { "
            + exported
            + " };\n})();\n");
  }

  private static String variable(String script) {
    return "of_" + script.replaceAll("[^A-Za-z0-9]", "_");
  }
}
