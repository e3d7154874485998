using System.Text;
using System.Text.Json;

namespace Torghut.Ops.Integration.Tests.TradingHistory;

/// <summary>A file has the rows of the JSON answer.</summary>
public sealed class ExportTests
{
    private HistoryStore _store = null!;
    private RunningOps _ops = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _store = await HistoryStores.CreateAsync();
        await AnyTrading.FillAsync(_store, seed: 3);
        await BacktestApiTests.RegisterAsync(_store, 3);
        _ops = await RunningOps.StartAsync(_store.Keys);
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _ops.DisposeAsync();
        await _store.DisposeAsync();
    }

    [TestCase($"trading/decisions?{ReadHistory.AllDays}&limit=150", "items")]
    [TestCase($"trading/executions?{ReadHistory.AllDays}&limit=150", "items")]
    [TestCase($"trading/summary?{ReadHistory.AllDays}", "pnl.bySymbol")]
    [TestCase("trading/days?from=2026-08-01&to=2026-08-07", "days")]
    [TestCase("trading/strategies?account=paper", "strategies")]
    [TestCase("trading/why?symbol=AAPL&at=2026-08-03T14:00:00Z", "reasons")]
    [TestCase("backtests?limit=2", "items")]
    public async Task Csv_OfAnAnswer_HasTheSameRows(string path, string rows)
    {
        var answer = await _ops.JsonAsync($"/api/torghut/{path}");
        var (status, csv, contentType) = await _ops.GetAsync($"/api/torghut/{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}format=csv");
        Assert.That((status, contentType), Is.EqualTo((200, "text/csv")));
        var json = rows.Split('.').Aggregate(answer, (element, name) => element.GetProperty(name)).EnumerateArray().ToArray();
        var lines = Parse(csv);
        Assert.That(lines, Has.Count.EqualTo(json.Length + 1));
        Assert.That(json, Is.Not.Empty);
        foreach (var (line, row) in lines.Skip(1).Zip(json))
        {
            foreach (var (name, cell) in lines[0].Zip(line))
            {
                var value = row.TryGetProperty(name, out var own) ? own : row.GetProperty("session").GetProperty(name);
                Assert.That(cell, Is.EqualTo(Text(value)), name);
            }
        }
    }

    /// <summary>A value as a cell shows it.</summary>
    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array => string.Join(' ', value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Object ? item.GetProperty("code")
            .GetString() : item.ToString())),

        // What a spreadsheet would run stands behind an apostrophe; amounts of money are no text.
        JsonValueKind.String when value.GetString()![..Math.Min(1, value.GetString()!.Length)] == "=" => "'" + value.GetString(),
        _ => value.ToString(),
    };

    private static List<List<string>> Parse(string csv)
    {
        var lines = new List<List<string>> { new() };
        var cell = new StringBuilder();
        var quoted = false;
        for (var at = 0; at < csv.Length; at++)
        {
            if (quoted && csv[at] == '"' && at + 1 < csv.Length && csv[at + 1] == '"')
            {
                cell.Append('"');
                at++;
            }
            else if (csv[at] == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && csv[at] is (',' or '\r'))
            {
                lines[^1].Add(cell.ToString());
                cell.Clear();
            }
            else if (!quoted && csv[at] == '\n')
            {
                lines.Add([]);
            }
            else
            {
                cell.Append(csv[at]);
            }
        }

        lines.RemoveAt(lines.Count - 1);
        return lines;
    }
}
