namespace Torghut.Sandbox.Alpaca.Market;

/// <summary>A bar labelled by its left edge; prices in 1/10,000 dollar.</summary>
internal readonly record struct Bar(
    int Symbol, long Time, long Open, long High, long Low, long Close, long Volume, long Count, double VolumeWeighted);
