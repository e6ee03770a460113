package dev.keepstone.net.cli;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints fields with their names, for people or, one JSON object a line, for programs. */
final class FieldPrinter {
  private final PrintWriter out;
  private final boolean json;

  FieldPrinter(PrintWriter out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** One thing: a field a line. */
  void print(Map<String, Object> fields) {
    if (json) {
      printJson(fields);
    } else {
      fields.forEach((field, value) -> out.printf(Locale.ROOT, "%-17s %s%n", field, value));
    }
    out.flush();
  }

  /** Many things with the same fields: a table with a head line. */
  void printTable(List<Map<String, Object>> rows) {
    if (json) {
      rows.forEach(this::printJson);
    } else if (!rows.isEmpty()) {
      Map<String, Integer> widths = new LinkedHashMap<>();
      for (Map<String, Object> row : rows) {
        row.forEach(
            (field, value) ->
                widths.merge(
                    field, Math.max(field.length(), value.toString().length()), Math::max));
      }
      printRow(widths, null);
      rows.forEach(row -> printRow(widths, row));
    }
    out.flush();
  }

  private void printRow(Map<String, Integer> widths, @Nullable Map<String, Object> row) {
    StringBuilder line = new StringBuilder();
    widths.forEach(
        (field, width) -> {
          String cell = row == null ? field : String.valueOf(row.getOrDefault(field, ""));
          line.append(String.format(Locale.ROOT, "%-" + width + "s  ", cell));
        });
    out.println(line.toString().stripTrailing());
  }

  private void printJson(Map<String, Object> fields) {
    out.println(
        ConfigValueFactory.fromMap(fields).render(ConfigRenderOptions.concise().setJson(true)));
  }
}
