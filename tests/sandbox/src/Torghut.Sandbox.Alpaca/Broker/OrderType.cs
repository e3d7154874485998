namespace Torghut.Sandbox.Alpaca.Broker;

internal enum OrderType
{
    Market,
    Limit,
    Stop,
    StopLimit,
    TrailingStop,
}
