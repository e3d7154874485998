using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Alpaca.Data;
using Torghut.Common.Drills;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Time;
using Torghut.Testing;
using Torghut.Ws.Backfill;
using Torghut.Ws.Publishing;
using Torghut.Ws.Stream;
using Torghut.Ws.Tests.Support;

namespace Torghut.Ws.Tests.Backfill;

/// <summary>The word that the status topic has for what became of a gap.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class GapBackfillTests : IDisposable
{
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly History _history = new();
    private readonly BackfillOptions _options = new() { Settle = TimeSpan.Zero, MaxAttempts = 1 };
    private readonly StartedPublisher _start;
    private GapTracker _gaps = null!;

    public GapBackfillTests() => _start = new StartedPublisher(_time);

    [Test]
    public async Task Gap_ReadInTime_IsBackfilledAndLiveDataGoesOn()
    {
        Assert.That(await RunAsync(), Is.EqualTo(new[] { "healthy gap_backfilled " }));
        Assert.That(_gaps.HoldsLive(), Is.False);
    }

    [Test]
    public async Task Gap_HistoryFails_IsDeclared()
    {
        _history.Failing = _ => new Torghut.Alpaca.AlpacaApiException("no") { IsTransient = false };
        Assert.That(await RunAsync(), Is.EqualTo(new[] { "error backfill_failed unknown" }));
    }

    [Test]
    public async Task Gap_OfAStar_IsDeclaredAsNotCovered() =>
        Assert.That(await RunAsync("*"), Is.EqualTo(new[] { "error gap_not_covered unknown", "healthy gap_backfilled " }));

    /// <summary>Trades that come behind live ones are late for whoever reads them; without any, nobody has missed a thing.</summary>
    [TestCase(true, "error backfill_late unknown")]
    [TestCase(false, "healthy gap_backfilled ")]
    public async Task Gap_LiveDataDidNotWait_IsLateWhenThereWereTrades(bool trades, string said)
    {
        _history.Asked = () => _gaps.Overtake();
        if (trades)
        {
            _history.Trades.Add(new AlpacaTrade("AAPL", Nanos.Now(_time), 1, 10, 1, "V", ["@"], "C", null));
        }

        Assert.That(await RunAsync(), Is.EqualTo(new[] { said }));
    }

    public void Dispose()
    {
        _gaps?.Dispose();
        _start.Dispose();
    }

    private async Task<IReadOnlyList<string>> RunAsync(params string[] symbols)
    {
        _gaps = new GapTracker(_options, _time);
        await _start.StartAsync();
        var rejections = new RejectionLog(_start.Metrics, _time, NullLogger<RejectionLog>.Instance);
        var reader = new HistoryReader(
            _options, new StreamOptions(), _history, rejections, _start.Metrics, _time, NullLogger<HistoryReader>.Instance);
        var filler = new GapFiller(_options, reader, rejections, Failpoints.None, _start.Metrics, _time, NullLogger<GapFiller>.Instance);
        using var backfill = new GapBackfill(_options, _gaps, filler, _start.Bootstrap, _start.Status, _time);
        _gaps.Close(symbols.Length == 0 ? ["AAPL"] : symbols);
        await backfill.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => !_gaps.HoldsLive() && Said().Count > 0, "the gap is read");
        await backfill.StopAsync(CancellationToken.None);
        return Said();
    }

    private IReadOnlyList<string> Said() =>
        [.. _start.Producer.Read(ProduceTopic.Status, RecordCodecs.ForwarderStatus).Select(status => $"{status.Status} {status.Reason} {status.ErrorClass}")];
}
