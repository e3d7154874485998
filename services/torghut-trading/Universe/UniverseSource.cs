namespace Torghut.Trading.Universe;

/// <summary>Where the universe comes from.</summary>
internal enum UniverseSource
{
    Static,
    Jangar,
}
