namespace Torghut.Alpaca.Trading;

/// <summary>What kind of instrument an asset is.</summary>
public enum AssetClass
{
    Unknown,
    UsEquity,
    UsOption,
    Crypto,
    CryptoPerp,
}
