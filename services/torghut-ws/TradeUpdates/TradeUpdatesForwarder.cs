using System.Diagnostics;
using Torghut.Alpaca;
using Torghut.Alpaca.Streaming;
using Torghut.Alpaca.TradeUpdates;
using Torghut.Common.Resilience;
using Torghut.Ws.Health;
using Torghut.Ws.Observability;
using Torghut.Ws.Status;
using Torghut.Ws.Stream;

namespace Torghut.Ws.TradeUpdates;

/// <summary>
/// Keeps one trade-updates session standing (Alpaca's <see href="https://docs.alpaca.markets/docs/websocket-streaming">trading stream</see>).
/// </summary>
internal sealed class TradeUpdatesForwarder(
    TradeUpdatesOptions options,
    StreamOptions stream,
    TradeUpdatePublisherStart start,
    StatusPublisher status,
    ForwarderHealth health,
    RejectionLog rejections,
    WsMetrics metrics,
    TimeProvider time,
    ILogger<TradeUpdatesForwarder> logger) : BackgroundService
{
    /// <summary>A session that lived this long starts the back-off anew.</summary>
    private static readonly TimeSpan Stable = TimeSpan.FromSeconds(10);

    private readonly FullJitterBackoff _backoff = new(stream.ReconnectBase, stream.ReconnectMax, Random.Shared);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Enabled)
        {
            return;
        }

        var publisher = await start.PublisherAsync(stoppingToken);
        var attempt = 0;
        while (true)
        {
            var since = time.GetTimestamp();
            try
            {
                await RunSessionAsync(publisher, stoppingToken);
            }
            catch (AlpacaStreamException failure)
            {
                attempt = health.TradeUpdates.State.Holds && time.GetElapsedTime(since) >= Stable ? 1 : attempt + 1;
                await PauseAsync(failure, attempt, stoppingToken);
            }
        }
    }

    private async Task RunSessionAsync(TradeUpdatePublisher publisher, CancellationToken cancellationToken)
    {
        await using var socket = new AlpacaTradeUpdatesStream(
            new AlpacaStreamOptions
            {
                Address = options.StreamUrl,
                Credentials = new AlpacaCredentials(stream.KeyId, stream.SecretKey),
                MaxFrameBytes = stream.MaxFrameBytes,
            },
            time);
        using (var span = WsTracing.Source.StartActivity(WsTracing.Connect, ActivityKind.Client))
        {
            span?.SetTag(WsTracing.Stream, WsTracing.TradeUpdates);
            await socket.ConnectAsync(cancellationToken);
        }

        health.TradeUpdates.Open();
        WsLog.TradeUpdatesListening(logger, options.AccountLabel);
        while (true)
        {
            var frame = await socket.ReceiveAsync(cancellationToken);
            switch (frame.Kind)
            {
                case TradeUpdateFrameKind.Update:
                    if (await publisher.PublishAsync(frame.Update!, cancellationToken) is { } reason)
                    {
                        rejections.TellOrder(reason, frame.Update!.OrderId, frame.Update.EventText);
                    }

                    break;
                case TradeUpdateFrameKind.Rejected:
                    rejections.Tell(RejectReasons.TradeUpdate, frame.Text);
                    break;
                case TradeUpdateFrameKind.Other:
                    metrics.Rejected(RejectReasons.UnknownType);
                    break;
            }
        }
    }

    private async Task PauseAsync(AlpacaStreamException failure, int attempt, CancellationToken cancellationToken)
    {
        var errorClass = ErrorClasses.Of(failure.Kind);
        var delay = _backoff.Next(attempt);
        using var span = WsTracing.Source.StartActivity(WsTracing.Reconnect);
        span?.SetTag(WsTracing.Stream, WsTracing.TradeUpdates).SetTag(WsTracing.ErrorType, errorClass).SetTag(WsTracing.Attempt, attempt);
        span?.SetTag(WsTracing.DelayMs, (long)delay.TotalMilliseconds);
        health.TradeUpdates.Shut(errorClass);
        metrics.SessionFailed(errorClass);
        metrics.Reconnecting();
        WsLog.TradeUpdatesEnded(logger, failure, StatusReasons.Of(failure), attempt, delay);
        status.Publish(
            failure.IsTransient ? ForwarderStates.Reconnect : ForwarderStates.Error,
            $"{StatusReasons.TradeUpdates}_{StatusReasons.Of(failure)}",
            errorClass,
            attempt);
        await Task.Delay(delay, time, cancellationToken);
    }
}
