namespace Torghut.Sandbox.Alpaca.Market;

internal enum TickKind : byte
{
    Trade,
    Quote,
}
