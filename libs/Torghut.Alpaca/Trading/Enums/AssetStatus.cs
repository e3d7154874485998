namespace Torghut.Alpaca.Trading;

/// <summary>Whether an asset is listed for trading.</summary>
public enum AssetStatus
{
    Unknown,
    Active,
    Inactive,
}
