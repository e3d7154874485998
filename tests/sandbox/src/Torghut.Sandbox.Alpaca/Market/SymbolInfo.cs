namespace Torghut.Sandbox.Alpaca.Market;

/// <summary>One tradable symbol of the simulated market; <see cref="Index"/> is its place in the source's list.</summary>
internal sealed class SymbolInfo(int index, string name)
{
    public int Index { get; } = index;

    public string Name { get; } = name;

    /// <summary>A for NYSE, B for NYSE Arca and other exchanges, C for NASDAQ.</summary>
    public char Tape { get; } = Listings.TapeOf(name);

    public string Exchange => Tape switch { 'A' => "NYSE", 'B' => "ARCA", _ => "NASDAQ" };
}
