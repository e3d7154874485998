using Torghut.Trading.Universe;

namespace Torghut.Trading.Loop;

/// <summary>Which symbols a tick is about: those that may be entered and those that may have to be left.</summary>
internal sealed class TickSymbols(RecordedUniverse universe, HeldSymbols held, TickReporter reporter)
{
    public async Task<(UniverseView Universe, HeldSymbolsView Held)> ReadAsync(CancellationToken cancellationToken)
    {
        var view = await universe.GetAsync(cancellationToken);
        reporter.Saw(view);
        return (view, await held.ReadAsync(cancellationToken));
    }
}
