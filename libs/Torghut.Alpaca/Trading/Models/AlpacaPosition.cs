namespace Torghut.Alpaca.Trading;

/// <summary>An open position. Values that depend on a price are null while the broker has none.</summary>
public sealed record AlpacaPosition
{
    public required string Symbol { get; init; }

    /// <summary>Shares; negative for a short position.</summary>
    public required decimal Qty { get; init; }

    /// <summary>Shares not held by open orders, when given.</summary>
    public decimal? QtyAvailable { get; init; }
    public required PositionSide Side { get; init; }

    /// <summary>Null while the broker has none.</summary>
    public decimal? AvgEntryPrice { get; init; }
    public string? AssetId { get; init; }
    public AssetClass AssetClass { get; init; }
    public decimal? MarketValue { get; init; }
    public decimal? CostBasis { get; init; }
    public decimal? UnrealizedPl { get; init; }
    public decimal? UnrealizedPlpc { get; init; }
    public decimal? UnrealizedIntradayPl { get; init; }
    public decimal? CurrentPrice { get; init; }
    public decimal? LastdayPrice { get; init; }
    public decimal? ChangeToday { get; init; }

    /// <summary>The position as received, JSON text.</summary>
    public required string RawJson { get; init; }
}
