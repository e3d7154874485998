using System.Text.Json;

namespace Torghut.Ops.Integration.Tests.TradingHistory;

/// <summary>Answers of the running service.</summary>
internal static class ReadHistory
{
    public const string Root = "/api/torghut/trading";

    /// <summary>The day of <see cref="HistoryStore.Open"/> and those after it.</summary>
    public const string AllDays = "from=2026-08-01T00:00:00Z&to=2026-08-10T00:00:00Z";

    public static async Task<JsonElement> JsonAsync(this RunningOps ops, string path)
    {
        var (status, body, _) = await ops.GetAsync(path);
        Assert.That(status, Is.EqualTo(200), $"{path}: {body}");
        using var document = JsonDocument.Parse(body);
        return document.RootElement.Clone();
    }

    /// <summary>Every row of a list, page after page.</summary>
    public static async Task<List<JsonElement>> WalkAsync(this RunningOps ops, string path, int limit)
    {
        var rows = new List<JsonElement>();
        string? next = null;
        do
        {
            var page = await ops.JsonAsync($"{path}&limit={limit}{(next is null ? "" : $"&cursor={next}")}");
            rows.AddRange(page.GetProperty("items").EnumerateArray());
            next = page.GetProperty("next").GetString();
        }
        while (next is not null);
        return rows;
    }

    public static decimal Money(this JsonElement row, string name) =>
        decimal.Parse(row.GetProperty(name).GetString()!, System.Globalization.CultureInfo.InvariantCulture);
}
