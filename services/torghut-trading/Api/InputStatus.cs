using Torghut.Common.Hosting;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Json;
using Torghut.Trading.Loop;
using Torghut.Trading.OrderReports;
using Torghut.Trading.Universe;

namespace Torghut.Trading.Api;

/// <summary>What comes in and what is made of it, for <c>/trading/status</c>: the start, the loops, the universe, the catalogue.</summary>
internal sealed class InputStatus(
    StartProgress start, LoopFaults faults, LoopStatus loop, UniverseProvider universe, UniverseOptions options, CurrentCatalogue catalogue,
    HeldSymbols held, TradeUpdateStart updates)
{
    public void AddTo(JsonMap status)
    {
        status["start"] = new JsonMap
        {
            ["done"] = start.Wait is null,
            ["waiting_for"] = start.Wait?.What,
            ["fault"] = start.Wait?.Fault,
        };
        status["loop_faults"] = faults.Standing.OrderBy(fault => fault.Key, StringComparer.Ordinal)
            .Select(fault => new JsonMap { ["loop"] = fault.Key, ["fault"] = fault.Value }).ToList();
        status["loop"] = Loop(loop.View);
        status["trade_updates"] = new JsonMap { ["gap_records"] = updates.Gap };
        status["universe"] = new JsonMap
        {
            ["source"] = options.Source,
            ["symbols"] = universe.Last?.Symbols.Take(1_000).ToList() ?? [],
            ["count"] = universe.Last?.Symbols.Count ?? 0,
            ["fault"] = universe.Last?.Fault,
            ["held"] = held.Last.Symbols,
            ["held_unwatched"] = held.Last.Unwatched,
        };
        status["catalogue"] = Catalogue(catalogue.State);
    }

    private static JsonMap Loop(LoopStatusView view) => new()
    {
        ["ticks"] = view.Ticks,
        ["last_tick_at"] = view.LastTickAt,
        ["last_outcome"] = view.LastOutcome,
        ["last_error"] = view.LastError,
        ["last_error_at"] = view.LastErrorAt,
        ["market_time"] = view.Clock?.Now,
        ["signals"] = view.Signals,
        ["late_signals"] = view.LateSignals,
        ["newest_signal"] = view.NewestSignal,
        ["no_signal_reason"] = view.NoSignalReason,
        ["decisions"] = view.Decisions,
        ["approved"] = view.Approved,
        ["cursor"] = view.Cursor is { } cursor
            ? new JsonMap { ["event_ts"] = cursor.EventTs, ["symbol"] = cursor.Symbol, ["seq"] = cursor.Seq }
            : null,
    };

    private static List<JsonMap> Problems(IEnumerable<CatalogueProblem> problems) => [.. problems.Take(50).Select(problem => new JsonMap
    {
        ["file"] = problem.File,
        ["line"] = problem.Line,
        ["field"] = problem.Field,
        ["reason"] = problem.Reason,
    })];

    private static JsonMap Catalogue(CatalogueState state) => new()
    {
        ["digest"] = state.Catalogue.Digest,
        ["origin"] = state.Origin,
        ["accepted"] = state.Accepted,
        ["refused"] = state.Refused,
        ["problems"] = Problems(state.Problems),
        ["warnings"] = Problems(state.Warnings),
        ["strategies"] = state.Catalogue.Strategies.Select(strategy => new JsonMap
        {
            ["name"] = strategy.Name,
            ["type"] = strategy.Plugin.Type,
            ["version"] = strategy.Version,
            ["enabled"] = strategy.Enabled,
        }).ToList(),
    };
}
