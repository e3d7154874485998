using System.Diagnostics;
using System.Runtime.CompilerServices;
using Torghut.Alpaca;
using Torghut.Alpaca.Parsing;
using Torghut.Alpaca.Streaming;
using Torghut.Common.Drills;
using Torghut.Contracts.Time;
using Torghut.Ws.Backfill;
using Torghut.Ws.Drills;
using Torghut.Ws.Health;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;
using Torghut.Ws.Status;
using Torghut.Ws.Universe;

namespace Torghut.Ws.Stream;

/// <summary>
/// One connection from handshake to its end, by Alpaca's rules
/// (<see href="https://docs.alpaca.markets/docs/streaming-market-data">streaming market data</see>): authenticate within ten seconds, one connection for
/// each account and feed, errors by number.
/// </summary>
internal sealed class MarketDataSession(
    StreamOptions options,
    SymbolUniverse universe,
    RecordPublisher publisher,
    MarketDataPublisher messages,
    MarketDataFrameParser parser,
    IdleTimeoutPolicy idleTimeout,
    StatusPublisher status,
    ForwarderHealth health,
    GapTracker gaps,
    Failpoints failpoints,
    WsMetrics metrics,
    TimeProvider time,
    ILogger logger)
{
    private static readonly TimeSpan HoldPollInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    private readonly IdleWatchdog _watch = new(idleTimeout, health, time);
    private readonly FrameHold _held = new(gaps);
    private readonly ControlInbox _inbox = new();

    /// <summary>Receipt of the last frame with data that was published whole.</summary>
    private DateTimeOffset? _receivedAt;

    /// <summary>Whether the server confirmed the whole universe at some time.</summary>
    public bool WasSubscribed { get; private set; }

    /// <summary>Whether any data arrived.</summary>
    public bool HadData => _receivedAt is not null;

    /// <summary>Runs until the connection ends, which is always by an exception.</summary>
    /// <exception cref="AlpacaStreamException">The connection could not be made, was refused or was lost.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        messages.Controls.Clear();
        await using var stream = new AlpacaMarketDataStream(
            new AlpacaStreamOptions
            {
                Address = options.Address,
                Credentials = new AlpacaCredentials(options.KeyId, options.SecretKey),
                MaxFrameBytes = options.MaxFrameBytes,
            },
            time);
        using (var span = WsTracing.Source.StartActivity(WsTracing.Connect, ActivityKind.Client))
        {
            span?.SetTag(WsTracing.Stream, WsTracing.MarketData);
            await failpoints.DuringAsync(FailpointNames.DuringAuth, stream.ConnectAsync(cancellationToken));
        }

        metrics.Connected();
        WsLog.Authenticated(logger, options.Address);
        var subscription = new SubscriptionManager(options, universe, stream, status, health.Alpaca, gaps, metrics, time, logger);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task[] parts = [subscription.RunAsync(ending.Token), _watch.RunAsync(ending.Token), ReceiveAsync(stream, subscription, ending.Token)];
        try
        {
            await await Task.WhenAny(parts);
        }
        finally
        {
            await ending.CancelAsync();
            await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            WasSubscribed = subscription.WasComplete;
            metrics.Subscribed(0);
            if (subscription.SubscribedAt is { } subscribedAt)
            {
                gaps.Open(_receivedAt ?? subscribedAt, messages.Recent);
            }
        }
    }

    private async Task ReceiveAsync(AlpacaMarketDataStream stream, SubscriptionManager subscription, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                var frame = await NextAsync(stream, cancellationToken);
                failpoints.Hit(FailpointNames.ReadBeforeDedup);
                var (receivedAt, startedAt) = (time.GetUtcNow(), time.GetTimestamp());
                if (_held.TryHold(frame.Span, receivedAt, startedAt))
                {
                    Sift(frame.Span, subscription);
                    continue;
                }

                await ReleaseAsync(cancellationToken);
                await PublishAsync(frame, receivedAt, startedAt, cancellationToken);
                while (messages.Controls.TryDequeue(out var control))
                {
                    subscription.Observe(control);
                }
            }
        }
        finally
        {
            // What was received is published although the session ends, also when the process does.
            using var grace = new CancellationTokenSource(LastWords, time);
            await ReleaseAsync(grace.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The next frame. While frames wait, the end of the waiting is looked for as well.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<ReadOnlyMemory<byte>> NextAsync(AlpacaMarketDataStream stream, CancellationToken cancellationToken)
    {
        if (!_held.Any)
        {
            return await stream.ReceiveAsync(cancellationToken);
        }

        var next = stream.ReceiveAsync(cancellationToken).AsTask();
        while (!next.IsCompleted && _held.Any)
        {
            await Task.WhenAny(next, Task.Delay(HoldPollInterval, time, cancellationToken));
            if (!gaps.HoldsLive())
            {
                await ReleaseAsync(cancellationToken);
            }
        }

        return await next;
    }

    /// <summary>Publishes the frames that waited.</summary>
    private async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        while (_held.TryTake(out var frame))
        {
            await PublishAsync(frame.Bytes, frame.ReceivedAt, frame.StartedAt, cancellationToken);

            // They were observed when the frame was received.
            messages.Controls.Clear();
        }
    }

    /// <summary>Takes the control messages out of a frame whose data waits.</summary>
    private void Sift(ReadOnlySpan<byte> frame, SubscriptionManager subscription)
    {
        parser.Parse(frame, _inbox);
        while (_inbox.TryTake(out var control))
        {
            subscription.Observe(control);
        }

        if (_inbox.TakeHadData())
        {
            _watch.Received();
        }
    }

    private async Task PublishAsync(ReadOnlyMemory<byte> frame, DateTimeOffset receivedAt, long startedAt, CancellationToken cancellationToken)
    {
        using var span = WsTracing.Source.StartActivity(WsTracing.Frame, ActivityKind.Consumer);
        messages.BeginFrame(Nanos.Of(receivedAt), startedAt);
        var cursor = default(FrameCursor);
        var offered = 1;
        while (Offer(frame.Span, ref cursor))
        {
            if (messages.IsBlocked)
            {
                await WaitForRoomAsync(cancellationToken);
            }
            else
            {
                offered++;
            }
        }

        span?.SetTag(WsTracing.FrameBytes, frame.Length).SetTag(WsTracing.FrameMessages, offered).SetTag(WsTracing.FrameHasData, messages.SawData);
        if (messages.SawData)
        {
            _receivedAt = receivedAt;
            _watch.Received();
        }
    }

    /// <summary>Offers the next message; one that finds no room is offered again at the next call.</summary>
    private bool Offer(ReadOnlySpan<byte> frame, ref FrameCursor cursor)
    {
        var before = cursor;
        var unknownFields = parser.UnknownFields;
        messages.BeginMessage();
        var more = parser.Next(frame, ref cursor, messages);
        if (messages.IsBlocked)
        {
            cursor = before;
            return true;
        }

        failpoints.Hit(FailpointNames.MarkedBeforeProduce);
        if (parser.UnknownFields != unknownFields)
        {
            metrics.UnknownFields(parser.UnknownFields - unknownFields);
        }

        return more;
    }

    private async Task WaitForRoomAsync(CancellationToken cancellationToken)
    {
        _watch.Received();
        await publisher.WaitForRoomAsync(cancellationToken);
    }
}
