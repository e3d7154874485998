namespace Torghut.Sandbox.Alpaca.Market;

internal enum BarKind : byte
{
    Minute,
    Updated,
    Daily,
}
