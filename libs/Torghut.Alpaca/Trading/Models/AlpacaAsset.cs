namespace Torghut.Alpaca.Trading;

/// <summary>An instrument the broker knows.</summary>
public sealed record AlpacaAsset
{
    public required string Id { get; init; }
    public required string Symbol { get; init; }
    public required AssetClass Class { get; init; }
    public required AssetStatus Status { get; init; }
    public string Exchange { get; init; } = "";
    public string Name { get; init; } = "";
    public bool Tradable { get; init; }
    public bool Marginable { get; init; }
    public bool Shortable { get; init; }
    public bool EasyToBorrow { get; init; }
    public bool Fractionable { get; init; }
}
