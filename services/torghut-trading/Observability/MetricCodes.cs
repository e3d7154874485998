namespace Torghut.Trading.Observability;

/// <summary>
/// The closed sets of codes that metrics count by. The features own the codes; the composition root hands them over, so that metrics know no feature.
/// </summary>
internal sealed record MetricCodes
{
    public required IReadOnlyList<string> TickOutcomes { get; init; }

    public required IReadOnlyList<string> NoSignalReasons { get; init; }

    /// <summary>Why a row of an input table is passed over.</summary>
    public required IReadOnlyList<string> RowRejectReasons { get; init; }

    public required IReadOnlyList<string> QualityReasons { get; init; }

    public required IReadOnlyList<string> RiskReasons { get; init; }

    /// <summary>What keeps an approved order here, beside the risk reasons.</summary>
    public required IReadOnlyList<string> PreTradeCodes { get; init; }

    public required IReadOnlyList<string> Latches { get; init; }

    /// <summary>What an item that was not understood was expected to be.</summary>
    public required IReadOnlyList<string> UnreadKinds { get; init; }

    /// <summary>How an attempt at a review may end.</summary>
    public required IReadOnlyList<string> ReviewOutcomes { get; init; }

    /// <summary>What a review may say.</summary>
    public required IReadOnlyList<string> ReviewVerdicts { get; init; }

    /// <summary>Why a review may end without a row.</summary>
    public required IReadOnlyList<string> UnrecordedReasons { get; init; }

    /// <summary>What the policy may do with it.</summary>
    public required IReadOnlyList<string> GuardReasons { get; init; }

    /// <summary>Why live and backtest may differ.</summary>
    public required IReadOnlyList<string> ParityCauses { get; init; }

    public required IReadOnlyList<string> PolicyClassifications { get; init; }

    /// <summary>Adapters that end at a broker: what an order may fall back to.</summary>
    public required IReadOnlyList<string> BrokerAdapters { get; init; }

    /// <summary>The adapter that orders may fall back from.</summary>
    public required string BridgeAdapter { get; init; }

    /// <summary>The adapter that sends nothing.</summary>
    public required string SimulationAdapter { get; init; }

    public IReadOnlyList<string> Adapters => [.. BrokerAdapters, BridgeAdapter, SimulationAdapter];
}
