namespace Torghut.Trading.Backtest;

/// <summary>What a service left behind of a day: by this, and by nothing else, a difference is explained.</summary>
internal sealed record ParityEvidence
{
    /// <summary>When it did not run.</summary>
    public IReadOnlyList<ServiceGap> Gaps { get; init; } = [];

    /// <summary>Market time of its last sign of life; null when it gave none.</summary>
    public DateTimeOffset? LastSign { get; init; }

    /// <summary>The strategies in force: by name, all that their decisions depend on.</summary>
    public StatesInForce<IReadOnlyDictionary<string, string>> Catalogues { get; init; } = new();

    /// <summary>The universe in force; null while not all of it is known.</summary>
    public StatesInForce<IReadOnlySet<string>?> Universes { get; init; } = new();

    /// <summary>Symbols that were held as the day began, which a backtest does not hold.</summary>
    public IReadOnlySet<string> Held { get; init; } = new HashSet<string>(StringComparer.Ordinal);
}
