using Torghut.Ops.Http;

namespace Torghut.Ops.TradingHistory.Reading;

/// <summary>What is asked for.</summary>
/// <param name="Account">Whose.</param>
/// <param name="Range">When, in market time.</param>
/// <param name="Strategy">Null for all.</param>
/// <param name="Symbol">Null for all.</param>
/// <param name="Status">Null for all.</param>
internal sealed record HistoryFilter(string Account, TimeRange Range, string? Strategy = null, string? Symbol = null, string? Status = null)
{
    /// <summary>The values of the conditions; each is a parameter, never part of a statement.</summary>
    public IEnumerable<(string Name, object Value)> Parameters
    {
        get
        {
            yield return ("account", Account);
            yield return ("from", Range.From);
            yield return ("to", Range.To);
            foreach (var (name, value) in new[] { ("strategy", Strategy), ("symbol", Symbol), ("status", Status) })
            {
                if (value is not null)
                {
                    yield return (name, value);
                }
            }
        }
    }

    /// <summary>Conditions on columns, for those that are asked for.</summary>
    public string And(string strategyColumn, string symbolColumn, string? statusColumn = null) => string.Concat(
        Strategy is null ? "" : $" AND {strategyColumn} = @strategy", Symbol is null ? "" : $" AND {symbolColumn} = @symbol",
        Status is null || statusColumn is null ? "" : $" AND {statusColumn} = @status");
}
