using Torghut.Alpaca.Parsing;
using Torghut.Alpaca.Streaming;
using Torghut.Common.Drills;
using Torghut.Common.Resilience;
using Torghut.Ws.Backfill;
using Torghut.Ws.Dedup;
using Torghut.Ws.Health;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;
using Torghut.Ws.Status;
using Torghut.Ws.Universe;

namespace Torghut.Ws.Stream;

/// <summary>Keeps one market-data session standing.</summary>
internal sealed class MarketDataForwarder(
    StreamOptions options,
    DedupOptions dedup,
    PublisherBootstrap start,
    SymbolUniverse universe,
    StatusPublisher status,
    ForwarderHealth health,
    RejectionLog rejections,
    GapTracker gaps,
    Failpoints failpoints,
    WsMetrics metrics,
    TimeProvider time,
    ILogger<MarketDataForwarder> logger) : BackgroundService
{
    /// <summary>A session that lived this long starts the back-off anew.</summary>
    private static readonly TimeSpan Stable = TimeSpan.FromSeconds(10);

    private readonly FullJitterBackoff _backoff = new(options.ReconnectBase, options.ReconnectMax, Random.Shared);
    private readonly IdleTimeoutPolicy _silence = new(options);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var publisher = await start.Publisher.WaitAsync(stoppingToken);
        var before = await start.Before.WaitAsync(stoppingToken);
        gaps.Resume(before.ReceivedUntil, before.Trades);
        var messages = new MarketDataPublisher(publisher, new DedupWindow(dedup, time), metrics, rejections, gaps: gaps);
        status.Publish(ForwarderStates.Reconnect, StatusReasons.Starting, null, 0);
        var parser = new MarketDataFrameParser();
        var attempt = 0;
        while (true)
        {
            var since = time.GetTimestamp();
            var session =
                new MarketDataSession(options, universe, publisher, messages, parser, _silence, status, health, gaps, failpoints, metrics, time, logger);
            AlpacaStreamException failure;
            try
            {
                await session.RunAsync(stoppingToken);
                return;
            }
            catch (AlpacaStreamException exception)
            {
                failure = exception;
            }

            _silence.Ended(session.HadData);
            attempt = session.WasSubscribed && time.GetElapsedTime(since) >= Stable ? 1 : attempt + 1;
            await PauseAsync(failure, attempt, stoppingToken);
        }
    }

    private async Task PauseAsync(AlpacaStreamException failure, int attempt, CancellationToken cancellationToken)
    {
        var errorClass = ErrorClasses.Of(failure.Kind);
        var reason = StatusReasons.Of(failure);
        var delay = _backoff.Next(attempt);
        using var span = WsTracing.Source.StartActivity(WsTracing.Reconnect);
        span?.SetTag(WsTracing.Stream, WsTracing.MarketData).SetTag(WsTracing.ErrorType, errorClass).SetTag(WsTracing.Attempt, attempt);
        span?.SetTag(WsTracing.DelayMs, (long)delay.TotalMilliseconds);
        health.Alpaca.Shut(errorClass);
        metrics.SessionFailed(errorClass);
        metrics.Reconnecting();
        WsLog.SessionEnded(logger, failure, reason, errorClass, attempt, delay);
        status.Publish(failure.IsTransient ? ForwarderStates.Reconnect : ForwarderStates.Error, reason, errorClass, attempt);
        await Task.Delay(delay, time, cancellationToken);
    }
}
