namespace Torghut.Sandbox.Alpaca.Market;

internal enum BarKind : byte
{
    Minute,
    Updated,
    Daily,
}

/// <summary>A bar labelled by its left edge; prices in 1/10,000 dollar.</summary>
internal readonly record struct Bar(
    int Symbol, long Time, long Open, long High, long Low, long Close, long Volume, long Count, double VolumeWeighted);
