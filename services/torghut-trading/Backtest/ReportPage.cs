using System.Globalization;
using System.Net;
using System.Text;
using Torghut.Trading.Json;

namespace Torghut.Trading.Backtest;

/// <summary>A report as one HTML file: nothing is requested from elsewhere, and it prints on A4.</summary>
internal static class ReportPage
{
    private const string Style =
        """
        :root{color-scheme:light dark;font:14px/1.45 system-ui,sans-serif}body{margin:0 auto;max-width:62rem;padding:1.5rem;background:#fff;color:#1a1a1a}
        h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
        th,td{padding:.2rem .5rem;border-bottom:1px solid #bbb;text-align:right}th:first-child,td:first-child{text-align:left}
        .wide{overflow-x:auto}a{color:inherit}code{font-size:.85em;overflow-wrap:anywhere}svg{width:100%;height:auto}.note{color:#444}summary{padding:.3rem 0}
        @media screen and (prefers-color-scheme:dark){body{background:#111;color:#eee}.note{color:#bbb}th,td{border-color:#555}}
        @page{size:A4;margin:15mm}@media print{:root{color-scheme:light;font-size:9pt}body{max-width:none;padding:0}tr{break-inside:avoid}
        table{font-size:6.5pt}th,td{overflow-wrap:anywhere;padding:.1rem .2rem}}
        """;

    public static string Render(JsonMap report)
    {
        var page = new StringBuilder(64 << 10);
        page.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
            .Append("<title>Backtest</title><style>").Append(Style).Append("</style></head>\n<body><main><h1>Backtest</h1>\n");
        Head(page, report);
        var models = ((IEnumerable<JsonMap>)report["models"]!).ToList();
        Models(page, models, report["models_missing"] as string);
        EquityChart.Append(page, (IReadOnlyList<List<object?>>)report["curve"]!);
        Statistics(page, (JsonMap)report["statistics"]!);
        Funnel(page, (JsonMap)report["inputs"]!, models[0]);
        Table(page, "Days", "day", (IEnumerable<JsonMap>)report["daily"]!, ["day", "open", "close", "pnl", "fills", "turnover", "fees"]);
        Table(page, $"Executions, the first {report["trades_shown"]}", "at", (IEnumerable<JsonMap>)report["trades"]!,
            ["at", "symbol", "side", "qty", "price", "fees", "pnl", "fills", "fills_version", "decision_hash"]);
        Explained(page, (IEnumerable<JsonMap>)report["explained"]!);
        Parity(page, report["parity"] as JsonMap);
        return page.Append("</main></body></html>\n").ToString();
    }

    private static void Head(StringBuilder page, JsonMap report)
    {
        page.Append("<p>To run it again: <code>").Append(Text(report["command"])).Append("</code></p>\n<p class=\"note\">Data <code>")
            .Append(Text(report["data_digest"])).Append("</code>, ticks <code>").Append(Text(report["ticks_digest"]))
            .Append("</code>, catalogue <code>").Append(Text(report["catalogue_digest"]))
            .Append("</code>. Latency ").Append(Text(report["latency_ms"])).Append(" ms; costs ").Append(Text(report["costs"]));
        var unknown = ((IEnumerable<string>)report["costs_unknown"]!).ToList();
        if (unknown.Count > 0)
        {
            page.Append(", without ").Append(Text(string.Join(", ", unknown))).Append(", whose rate of these days the table does not know");
        }

        page.Append("; reviews ").Append(Text(report["reviews"])).Append(".</p>\n");
    }

    private static void Models(StringBuilder page, List<JsonMap> models, string? missing)
    {
        Table(page, "Fills side by side", "fills", models,
            ["fills", "fills_version", "decisions", "approved", "executions", "turnover", "equity", "pnl", "max_drawdown", "exposure", "hit_rate", "profit_factor"]);
        page.Append("<p class=\"note\"><b>touch</b> fills at once at the price the strategy saw and is an upper bound; <b>quote</b> fills after the latency ")
            .Append("against the quote then in force, no more than it displays; <b>queue</b> waits for its turn at its price.");
        page.Append(missing is null ? "" : " " + Text(missing) + ".").Append("</p>\n");
        Table(page, "Costs", "fills", models.Select(model =>
        {
            var costs = new JsonMap { ["fills"] = model["fills"] };
            foreach (var (name, value) in (JsonMap)model["fees"]!)
            {
                costs.Add(name, value);
            }

            return costs;
        }), ["fills", "sec", "taf", "cat", "impact", "total"]);
    }

    private static void Statistics(StringBuilder page, JsonMap statistics)
    {
        page.Append("<h2>Statistics</h2>\n");
        if (statistics["insufficient"] is string insufficient)
        {
            page.Append("<p><b>Sharpe: ").Append(Text(insufficient)).Append("</b></p>\n");
        }

        page.Append("<p>Trial ").Append(Text(statistics["trials"])).Append(" of this family of strategies.</p>\n");
        Table(page, "Ratios", "figure", statistics.Where(pair => pair.Key != "insufficient")
            .Select(pair => new JsonMap { ["figure"] = pair.Key, ["value"] = pair.Value }), ["figure", "value"]);
    }

    private static void Funnel(StringBuilder page, JsonMap inputs, JsonMap model)
    {
        var rows = new List<JsonMap>
        {
            Row("bars", inputs["bars"]),
            Row("signals", inputs["signals"]),
            Row("decisions", model["decisions"]),
            Row("approved", model["approved"]),
            Row("executions", model["executions"]),
        };
        rows.AddRange(((JsonMap)inputs["signals_rejected"]!).Select(pair => Row($"signals rejected: {pair.Key}", pair.Value)));
        rows.AddRange(((JsonMap)model["rejected_by_reason"]!).Select(pair => Row($"decisions rejected: {pair.Key}", pair.Value)));
        Table(page, "Funnel", "step", rows, ["step", "count"]);
    }

    private static void Explained(StringBuilder page, IEnumerable<JsonMap> decisions)
    {
        page.Append("<h2>Why</h2>\n<p class=\"note\">The decisions behind the executions; what the risk engine looked at is in decisions.jsonl.</p>\n");
        foreach (var decision in decisions)
        {
            var hash = Text(decision["decision_hash"]);
            page.Append("<details id=\"d-").Append(hash).Append("\"><summary>").Append(Text(decision["event_ts"])).Append(' ').Append(Text(decision["action"]))
                .Append(' ').Append(Text(decision["symbol"])).Append(", ").Append(Text(decision["strategy"])).Append("</summary><p><code>").Append(hash)
                .Append("</code></p>");
            foreach (var part in new[] { "rationale", "features", "sizing", "order" })
            {
                page.Append("<p>").Append(part).Append(": <code>").Append(Text(CanonicalJson.Serialize([decision[part]])[1..^1])).Append("</code></p>");
            }

            page.Append("</details>\n");
        }
    }

    private static void Parity(StringBuilder page, JsonMap? parity)
    {
        if (parity is null)
        {
            page.Append("<h2>Parity with live</h2>\n<p>Not known: torghut-trading reconcile-live makes a report of a day that ran.</p>\n");
            return;
        }

        Table(page, "Parity with live", "decisions", parity.Select(pair => new JsonMap { ["decisions"] = pair.Key, ["count"] = pair.Value }),
            ["decisions", "count"]);
    }

    private static JsonMap Row(string step, object? count) => new() { ["step"] = step, ["count"] = count };

    private static void Table(StringBuilder page, string title, string head, IEnumerable<JsonMap> rows, IReadOnlyList<string> columns)
    {
        page.Append("<h2>").Append(Text(title)).Append("</h2>\n<div class=\"wide\" role=\"region\" tabindex=\"0\" aria-label=\"").Append(Text(title))
            .Append("\"><table><thead><tr>");
        foreach (var column in columns)
        {
            page.Append("<th scope=\"col\">").Append(Text(column.Replace('_', ' '))).Append("</th>");
        }

        page.Append("</tr></thead><tbody>\n");
        foreach (var row in rows)
        {
            page.Append("<tr>");
            foreach (var column in columns)
            {
                var cell = Text(row.GetValueOrDefault(column));
                page.Append(column == head ? $"<th scope=\"row\">{cell}</th>"
                    : column == "decision_hash" ? $"<td><a href=\"#d-{cell}\"><code>{cell[..Math.Min(12, cell.Length)]}</code></a></td>"
                    : $"<td>{cell}</td>");
            }

            page.Append("</tr>\n");
        }

        page.Append("</tbody></table></div>\n");
    }

    private static string Text(object? value) => WebUtility.HtmlEncode(value switch
    {
        null => "–",
        string text => text,
        double number => number.ToString("0.######", CultureInfo.InvariantCulture),
        IFormattable number and not (decimal or DateTimeOffset or Enum) => number.ToString(null, CultureInfo.InvariantCulture),
        _ => CanonicalText.Of(value),
    });
}
