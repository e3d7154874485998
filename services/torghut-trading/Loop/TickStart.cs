using Torghut.Trading.Advisory;
using Torghut.Trading.Execution;

namespace Torghut.Trading.Loop;

/// <summary>What a tick begins with, once it may decide.</summary>
/// <param name="Session">Market time.</param>
/// <param name="Universe">Symbols that may be entered; empty while the universe is not known.</param>
/// <param name="Held">Symbols that may have to be left.</param>
internal sealed record TickStart(SessionClock Session, IReadOnlyList<string> Universe, IReadOnlyList<string> Held)
{
    /// <summary>The broker's clock as the tick began.</summary>
    public MarketClock Clock => Session.Read;

    /// <summary>Time that advice took in this tick.</summary>
    public ReviewBudget Reviews { get; } = new();

    /// <summary>Symbols whose signals are read.</summary>
    public IReadOnlyList<string> Symbols => [.. Universe.Union(Held, StringComparer.Ordinal)];
}
