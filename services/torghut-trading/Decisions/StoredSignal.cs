using System.Text.Json;
using Torghut.Trading.Signals;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Decisions;

/// <summary>The signal behind a decision as it is stored with it, for a decision that a crash left undecided: its signal is not read again.</summary>
internal sealed record StoredSignal
{
    public DateTimeOffset IngestTs { get; init; }

    /// <summary>The features under their column names, JSON.</summary>
    public string Features { get; init; } = "";

    /// <summary>What led to the decisions.</summary>
    public string Rationale { get; init; } = "";

    /// <summary>The signal of a decision. A feature that is stored as text, which a version before did with what is not finite, is null.</summary>
    public SignalRow ToSignal(DecisionRow row)
    {
        using var stored = JsonDocument.Parse(Features);
        var values = new Dictionary<string, double?>(StringComparer.Ordinal);
        if (stored.RootElement.ValueKind == JsonValueKind.Object)
        {
            foreach (var feature in stored.RootElement.EnumerateObject())
            {
                values[feature.Name] = feature.Value.ValueKind == JsonValueKind.Number ? feature.Value.GetDouble() : null;
            }
        }

        return new SignalRow(row.Symbol, row.SignalEventTs, row.SignalSeq, IngestTs, row.Timeframe, SignalFeatures.Of(values));
    }

    public IReadOnlyList<string> ToRationale()
    {
        using var stored = JsonDocument.Parse(Rationale);
        return stored.RootElement.ValueKind == JsonValueKind.Array ? [.. stored.RootElement.EnumerateArray().Select(reason => reason.ToString())] : [];
    }
}
