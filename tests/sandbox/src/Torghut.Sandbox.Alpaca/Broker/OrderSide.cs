namespace Torghut.Sandbox.Alpaca.Broker;

internal enum OrderSide
{
    Buy,
    Sell,
}
