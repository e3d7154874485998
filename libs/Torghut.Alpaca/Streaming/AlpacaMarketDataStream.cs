using Torghut.Alpaca.Parsing;

namespace Torghut.Alpaca.Streaming;

/// <summary>
/// One market-data connection: connect, then subscribe, then receive frames and parse them with <see cref="MarketDataFrameParser"/>; hand every
/// control message to <see cref="Observe"/>. After a failure a new stream is made. Receiving and observing are for one thread; sending may overlap them.
/// </summary>
/// <param name="options">Address, keys and limits.</param>
/// <param name="time">Clock for time-outs.</param>
public sealed class AlpacaMarketDataStream(AlpacaStreamOptions options, TimeProvider time) : IAsyncDisposable
{
    private readonly AlpacaSocket _socket = new(options, time);
    private readonly StreamStateMachine _machine = new();
    private int _awaited;

    /// <summary>Where the protocol stands.</summary>
    public AlpacaStreamState State => _machine.State;

    /// <summary>Requests to subscribe or unsubscribe that the server has not answered.</summary>
    public int AwaitedResponses => Volatile.Read(ref _awaited);

    /// <summary>What the server says is subscribed, by channel; empty before its first answer.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Subscriptions { get; private set; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Connects and authenticates.</summary>
    /// <exception cref="AlpacaStreamException">The server cannot be reached, refuses the keys or does not answer in time.</exception>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        _machine.MoveTo(AlpacaStreamState.Connecting);
        await _socket.ConnectAsync(cancellationToken);
        _machine.MoveTo(AlpacaStreamState.AwaitingWelcome);
        var inbox = new ControlInbox();
        await AwaitAsync(inbox, ControlKind.Connected, cancellationToken);
        _machine.MoveTo(AlpacaStreamState.Authenticating);
        await _socket.SendAsync(StreamRequests.Auth(options.Credentials), cancellationToken);
        await AwaitAsync(inbox, ControlKind.Authenticated, cancellationToken);
        _machine.MoveTo(AlpacaStreamState.Authenticated);
    }

    /// <summary>Adds symbols to channels, at most <paramref name="batch"/> symbols a message. The answers come as control messages.</summary>
    /// <exception cref="AlpacaStreamException">The connection was lost.</exception>
    public Task SubscribeAsync(IReadOnlyList<string> channels, IReadOnlyList<string> symbols, int batch, CancellationToken cancellationToken) =>
        ChangeAsync("subscribe", channels, symbols, batch, cancellationToken);

    /// <summary>Removes symbols from channels; data may trail.</summary>
    /// <exception cref="AlpacaStreamException">The connection was lost.</exception>
    public Task UnsubscribeAsync(IReadOnlyList<string> channels, IReadOnlyList<string> symbols, int batch, CancellationToken cancellationToken) =>
        ChangeAsync("unsubscribe", channels, symbols, batch, cancellationToken);

    /// <summary>The next frame, UTF-8 JSON, unparsed; valid until the next call.</summary>
    /// <exception cref="AlpacaStreamException">The connection was lost or the frame is too large.</exception>
    public ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken) => _socket.ReceiveAsync(cancellationToken);

    /// <summary>Takes note of a control message that arrived in a frame.</summary>
    /// <returns>The error it reports; null when it is none. Whether the connection survives it is the caller's decision.</returns>
    public AlpacaStreamException? Observe(ControlMessage control)
    {
        switch (control.Kind)
        {
            case ControlKind.Subscription:
                Subscriptions = control.Subscriptions!;
                _machine.MoveTo(AlpacaStreamState.Subscribed);

                // Last, so that whoever sees that nothing is awaited sees what was answered.
                ResponseReceived();
                return null;
            case ControlKind.Error:
                var error = StreamErrors.FromCode(control.Code, control.Text);
                if (error.Kind is AlpacaStreamErrorKind.InvalidRequest or AlpacaStreamErrorKind.SymbolLimit or AlpacaStreamErrorKind.InvalidChannel)
                {
                    ResponseReceived();
                }

                return error;
            default:
                return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _machine.MoveTo(AlpacaStreamState.Closed);
        await _socket.DisposeAsync();
    }

    private async Task ChangeAsync(
        string action, IReadOnlyList<string> channels, IReadOnlyList<string> symbols, int batch, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        _machine.RequireAuthenticated();
        foreach (var some in symbols.Chunk(batch))
        {
            Interlocked.Increment(ref _awaited);
            await _socket.SendAsync(StreamRequests.Change(action, channels, some), cancellationToken);
        }
    }

    private async Task AwaitAsync(ControlInbox inbox, ControlKind expected, CancellationToken cancellationToken)
    {
        var parser = new MarketDataFrameParser();
        using var timeout = new CancellationTokenSource(options.ResponseTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            while (true)
            {
                while (inbox.TryTake(out var message))
                {
                    if (message!.Kind == expected)
                    {
                        return;
                    }

                    if (message.Kind == ControlKind.Error)
                    {
                        throw StreamErrors.FromCode(message.Code, message.Text);
                    }
                }

                parser.Parse((await _socket.ReceiveAsync(both.Token)).Span, inbox);
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw StreamErrors.TimedOut($"The server did not say '{expected}' within {options.ResponseTimeout.TotalSeconds} s.", exception);
        }
    }

    private void ResponseReceived()
    {
        if (Volatile.Read(ref _awaited) > 0)
        {
            Interlocked.Decrement(ref _awaited);
        }
    }
}
