namespace Torghut.Alpaca.Trading;

/// <summary>Kind of order.</summary>
public enum OrderType
{
    Unknown,
    Market,
    Limit,
    Stop,
    StopLimit,
    TrailingStop,
}
