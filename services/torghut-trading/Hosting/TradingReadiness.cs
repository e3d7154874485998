using Torghut.Common.Health;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Loop;
using Torghut.Trading.Observability;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Hosting;

/// <summary>
/// Ready when the loop ticks on what it needs: catalogue, database, broker. An instance that waits for the lease is ready too, so that a rollout can
/// replace the one that holds it.
/// </summary>
internal sealed class TradingReadiness(
    StartProgress start, CurrentCatalogue catalogue, LoopStatus loop, EntryBlocks blocks, TradingGauges gauges, LoopOptions options) : IReadiness
{
    public ReadinessReport Current
    {
        get
        {
            var view = loop.View;
            var waiting = view.LastOutcome == TickOutcomes.NoLease;
            var ticking = view.LastTickAt is not null && gauges.TickAgeSeconds < Math.Max(30, 3 * options.Poll.TotalSeconds);
            var dependencies = view.LastOutcome is TickOutcomes.Ok or TickOutcomes.NoSignals or TickOutcomes.OutOfOrder or TickOutcomes.UniverseBlocked
                or TickOutcomes.NoCatalogue
                || waiting;
            var loaded = catalogue.State.Origin != CatalogueOrigin.None;
            var reconciled = blocks.Reconciled || waiting;
            var error = start.Wait is { } wait ? $"waiting_for_{wait.What}"
                : !ticking ? "loop_stalled"
                : !loaded ? "catalogue_refused"
                : !dependencies ? view.LastOutcome
                : "reconciling";
            return ReadinessReport.Of(
                error,
                ("started", start.Wait is null),
                ("loop_ticking", ticking),
                ("catalogue_loaded", loaded),
                ("dependencies_answer", dependencies),
                ("reconciled", reconciled));
        }
    }
}
