namespace Torghut.Sandbox.Alpaca.Broker;

internal enum TimeInForce
{
    Day,
    Gtc,
    Ioc,
    Fok,

    /// <summary>Only in the opening auction.</summary>
    Opg,

    /// <summary>Only in the closing auction.</summary>
    Cls,
}
