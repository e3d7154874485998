namespace Torghut.Alpaca.Trading;

/// <summary>How long an order works.</summary>
public enum TimeInForce
{
    Unknown,
    Day,
    Gtc,
    Opg,
    Cls,
    Ioc,
    Fok,
}
