using Torghut.Alpaca.Streaming;

namespace Torghut.Alpaca.TradeUpdates;

/// <summary>
/// One trade-updates connection. There is no replay: what happened while no connection stood must be read over REST. After a failure a new
/// stream is made.
/// </summary>
/// <param name="options">Address (<c>wss://paper-api.alpaca.markets/stream</c>), keys and limits.</param>
/// <param name="time">Clock for time-outs.</param>
/// <param name="form">How to authenticate.</param>
public sealed class AlpacaTradeUpdatesStream(AlpacaStreamOptions options, TimeProvider time, TradeUpdatesAuthForm form = TradeUpdatesAuthForm.Auth)
    : IAsyncDisposable
{
    private const string Stream = "trade_updates";

    private readonly AlpacaSocket _socket = new(options, time);
    private readonly StreamStateMachine _machine = new();

    /// <summary>Where the protocol stands.</summary>
    public AlpacaStreamState State => _machine.State;

    /// <summary>Connects, authenticates and listens, each step only after the answer to the one before: pipelined sockets have stayed mute.</summary>
    /// <exception cref="AlpacaStreamException">The server cannot be reached, refuses the keys or the stream, or does not answer in time.</exception>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        _machine.MoveTo(AlpacaStreamState.Connecting);
        await _socket.ConnectAsync(cancellationToken);
        _machine.MoveTo(AlpacaStreamState.Authenticating);
        var auth = form == TradeUpdatesAuthForm.Auth ? StreamRequests.Auth(options.Credentials) : StreamRequests.Authenticate(options.Credentials);
        await _socket.SendAsync(auth, cancellationToken);
        var status = await AwaitAsync(TradeUpdateFrameKind.Authorization, cancellationToken);
        if (status != "authorized")
        {
            throw Unauthorized(status);
        }

        _machine.MoveTo(AlpacaStreamState.Authenticated);
        await _socket.SendAsync(StreamRequests.Listen(Stream), cancellationToken);
        var streams = await AwaitAsync(TradeUpdateFrameKind.Listening, cancellationToken);
        if (!streams.Split(',').Contains(Stream))
        {
            throw new AlpacaStreamException("The server does not offer trade updates to this account.")
            {
                Kind = AlpacaStreamErrorKind.InsufficientSubscription,
            };
        }

        _machine.MoveTo(AlpacaStreamState.Subscribed);
    }

    /// <summary>The next frame. An error frame is an exception; a frame that cannot be read is a rejection, and the connection goes on.</summary>
    /// <exception cref="AlpacaStreamException">The connection was lost or the server gave it up.</exception>
    public async Task<TradeUpdateFrame> ReceiveAsync(CancellationToken cancellationToken)
    {
        var frame = TradeUpdateParser.Parse(await _socket.ReceiveAsync(cancellationToken));
        return frame.Kind switch
        {
            TradeUpdateFrameKind.Error => throw new AlpacaStreamException($"The server gave up: {frame.Text}")
            {
                Kind = AlpacaStreamErrorKind.ServerError,
                IsTransient = true,
            },
            TradeUpdateFrameKind.Authorization when frame.Text != "authorized" => throw Unauthorized(frame.Text),
            _ => frame,
        };
    }

    public async ValueTask DisposeAsync()
    {
        _machine.MoveTo(AlpacaStreamState.Closed);
        await _socket.DisposeAsync();
    }

    private async Task<string> AwaitAsync(TradeUpdateFrameKind expected, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.ResponseTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            while (true)
            {
                var frame = await ReceiveAsync(both.Token);
                if (frame.Kind == expected)
                {
                    return frame.Text;
                }
            }
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw StreamErrors.TimedOut($"The server did not answer with '{expected}' within {options.ResponseTimeout.TotalSeconds} s.", exception);
        }
    }

    private static AlpacaStreamException Unauthorized(string status) => status == "exceeded"
        ? new AlpacaStreamException("The account has as many trade-update connections as it may.")
        {
            Kind = AlpacaStreamErrorKind.ConnectionLimit,
            IsTransient = true,
        }
        : new AlpacaStreamException($"The server answered the keys with '{status}'.") { Kind = AlpacaStreamErrorKind.Authentication };
}
