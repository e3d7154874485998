namespace Torghut.Alpaca.Data;

/// <summary>What to read from history.</summary>
public sealed record HistoryQuery
{
    /// <summary>Symbols, at least one.</summary>
    public required IReadOnlyList<string> Symbols { get; init; }

    /// <summary>First instant, included.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Last instant, included.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Feed, for example <c>iex</c>.</summary>
    public required string Feed { get; init; }

    /// <summary>Bar length, for example <c>1Min</c>; ignored for trades.</summary>
    public string Timeframe { get; init; } = "1Min";

    /// <summary>Items a page over all symbols, 1 to 10,000; default 10,000.</summary>
    public int PageLimit { get; init; } = 10_000;
}
