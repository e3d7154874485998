namespace Torghut.Alpaca.Trading;

/// <summary>Grouping of an order with its legs.</summary>
public enum OrderClass
{
    Unknown,
    Simple,
    Bracket,
    Oco,
    Oto,
    Mleg,
}
