using Torghut.Alpaca.Streaming;
using Torghut.Ws.Backfill;
using Torghut.Ws.Health;
using Torghut.Ws.Observability;
using Torghut.Ws.Status;
using Torghut.Ws.Universe;

namespace Torghut.Ws.Stream;

/// <summary>Keeps what is subscribed equal to the universe, sending differences only, and opens the gate while the server confirms all of it.</summary>
internal sealed class SubscriptionManager(
    StreamOptions options,
    SymbolUniverse universe,
    AlpacaMarketDataStream stream,
    StatusPublisher status,
    Gate gate,
    GapTracker gaps,
    WsMetrics metrics,
    TimeProvider time,
    ILogger logger)
{
    private static readonly TimeSpan ResponsePollInterval = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(10);

    private IReadOnlyList<string> _desired = [];
    private IReadOnlyList<string> _confirmed = [];

    /// <summary>Whether the whole universe was confirmed at some time.</summary>
    public bool WasComplete { get; private set; }

    /// <summary>When the first symbols were confirmed; null before.</summary>
    public DateTimeOffset? SubscribedAt { get; private set; }

    /// <exception cref="AlpacaStreamException">The connection was lost.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var snapshot = universe.Current;
            _desired = snapshot.Symbols;
            var difference = UniverseDifference.Between(_confirmed, snapshot.Symbols);
            if (difference.Added.Count + difference.Removed.Count > 0)
            {
                await SendAsync(difference, cancellationToken);
            }
            else if (stream.State == AlpacaStreamState.Subscribed)
            {
                // The universe went back to what is subscribed, so an earlier refusal no longer matters.
                gate.Open();
            }

            await WaitForWorkAsync(snapshot.Version, cancellationToken);
        }
    }

    /// <summary>Takes a control message from the receiving side.</summary>
    /// <exception cref="AlpacaStreamException">The server reported an error that the session does not survive.</exception>
    public void Observe(ControlMessage control)
    {
        var error = stream.Observe(control);
        if (error is null)
        {
            if (control.Kind == ControlKind.Subscription)
            {
                Confirm();
            }

            return;
        }

        if (error.Kind is not (AlpacaStreamErrorKind.SymbolLimit or AlpacaStreamErrorKind.InvalidRequest or AlpacaStreamErrorKind.InvalidChannel))
        {
            throw error;
        }

        // The change was refused as a whole; what was subscribed before keeps flowing.
        WsLog.SubscribeRefused(logger, error.Code);
        var errorClass = ErrorClasses.Of(error.Kind);
        metrics.SessionFailed(errorClass);
        gate.Shut(errorClass);
        status.Publish(ForwarderStates.Error, StatusReasons.Of(error), errorClass, 0);
    }

    private void Confirm()
    {
        _confirmed = Confirmed();
        metrics.Subscribed(_confirmed.Count);
        if (UniverseDifference.Between(_confirmed, _desired).Added.Count > 0)
        {
            return;
        }

        if (!WasComplete)
        {
            WsLog.Subscribed(logger, _confirmed.Count);
        }

        WasComplete = true;
        gate.Open();
    }

    /// <summary>Symbols that are subscribed on every channel.</summary>
    private IReadOnlyList<string> Confirmed() => options.MarketDataChannels
        .Select(channel => stream.Subscriptions.TryGetValue(channel, out var symbols) ? symbols : [])
        .Aggregate((some, others) => [.. some.Intersect(others, StringComparer.Ordinal)]);

    private async Task SendAsync(UniverseDifference difference, CancellationToken cancellationToken)
    {
        WsLog.Subscribing(logger, difference.Added.Count, difference.Removed.Count);

        // Unsubscribing first makes room under the plan's symbol limit.
        await stream.UnsubscribeAsync(options.MarketDataChannels, difference.Removed, options.SubscribeBatchSize, cancellationToken);
        await stream.SubscribeAsync(options.MarketDataChannels, difference.Added, options.SubscribeBatchSize, cancellationToken);
        await AwaitResponsesAsync(cancellationToken);
        if (Confirmed() is { Count: > 0 } confirmed)
        {
            SubscribedAt ??= time.GetUtcNow();
            gaps.Close(confirmed);
        }
    }

    /// <summary>Waits for another universe, or for the time to ask again for what was refused.</summary>
    private async Task WaitForWorkAsync(int version, CancellationToken cancellationToken)
    {
        try
        {
            await universe.WaitNewerAsync(version, cancellationToken).WaitAsync(options.ReconnectMax, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Nothing changed: if the server still owes symbols, they are asked for again.
            return;
        }
    }

    private async Task AwaitResponsesAsync(CancellationToken cancellationToken)
    {
        var since = time.GetTimestamp();
        while (stream.AwaitedResponses > 0 && time.GetElapsedTime(since) < ResponseTimeout)
        {
            await Task.Delay(ResponsePollInterval, time, cancellationToken);
        }
    }
}
