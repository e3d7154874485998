using Torghut.Trading.Catalogue;
using Torghut.Trading.Json;
using Torghut.Trading.Loop;
using Torghut.Trading.Universe;

namespace Torghut.Trading.Api;

/// <summary>What comes in and what is made of it, for <c>/trading/status</c>: the loop, the universe, the catalogue.</summary>
internal sealed class InputStatus(LoopStatus loop, UniverseProvider universe, UniverseOptions options, CurrentCatalogue catalogue)
{
    public void AddTo(JsonMap status)
    {
        status["loop"] = Loop(loop.View);
        status["universe"] = new JsonMap
        {
            ["source"] = options.Source,
            ["symbols"] = universe.Last?.Symbols.Take(1_000).ToList() ?? [],
            ["count"] = universe.Last?.Symbols.Count ?? 0,
            ["fault"] = universe.Last?.Fault,
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

    private static JsonMap Catalogue(CatalogueState state) => new()
    {
        ["digest"] = state.Catalogue.Digest,
        ["accepted"] = state.Accepted,
        ["refused"] = state.Refused,
        ["problems"] = state.Problems.Take(50).Select(problem => new JsonMap
        {
            ["file"] = problem.File,
            ["line"] = problem.Line,
            ["field"] = problem.Field,
            ["reason"] = problem.Reason,
        }).ToList(),
        ["strategies"] = state.Catalogue.Strategies.Select(strategy => new JsonMap
        {
            ["name"] = strategy.Name,
            ["type"] = strategy.Plugin.Type,
            ["version"] = strategy.Version,
            ["enabled"] = strategy.Enabled,
        }).ToList(),
    };
}
