using System.Net;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;

namespace Torghut.Alpaca.Streaming;

/// <summary>
/// One WebSocket connection that delivers whole frames from one reused buffer. Failures are <see cref="AlpacaStreamException"/>; only the
/// caller's own cancellation is not.
/// </summary>
internal sealed class AlpacaSocket(AlpacaStreamOptions options, TimeProvider time) : IAsyncDisposable
{
    private const int FirstBuffer = 64 * 1024;

    private readonly ClientWebSocket _socket = new();
    private readonly HttpMessageInvoker _connections = new(LiveConnection.CreateHandler(options));
    private readonly SemaphoreSlim _sending = new(1, 1);
    private byte[] _buffer = new byte[Math.Min(FirstBuffer, options.MaxFrameBytes)];

    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        _socket.Options.KeepAliveInterval = options.ProbeInterval;
        _socket.Options.CollectHttpResponseDetails = true;
        _socket.Options.SetRequestHeader("Content-Type", "application/json");
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _socket.ConnectAsync(options.Address, _connections, both.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw StreamErrors.TimedOut($"No connection to {options.Address} within {options.ConnectTimeout.TotalSeconds} s.", exception);
        }
        catch (WebSocketException exception)
        {
            throw _socket.HttpStatusCode is not 0 and not HttpStatusCode.SwitchingProtocols
                ? StreamErrors.FromHandshake((int)_socket.HttpStatusCode, exception)
                : StreamErrors.Disconnected($"No connection to {options.Address}: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw StreamErrors.Disconnected($"No connection to {options.Address}: {exception.Message}", exception);
        }
    }

    /// <summary>The next whole frame, text or binary; valid until the next call.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReadOnlyMemory<byte>> ReceiveAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        while (true)
        {
            ValueWebSocketReceiveResult received;
            try
            {
                received = await _socket.ReceiveAsync(_buffer.AsMemory(count), cancellationToken);
            }
            catch (Exception exception) when (IsLoss(exception))
            {
                throw StreamErrors.Disconnected($"The connection was lost: {exception.Message}", exception);
            }

            if (received.MessageType == WebSocketMessageType.Close)
            {
                throw StreamErrors.Disconnected($"The server closed the connection ({_socket.CloseStatus}).");
            }

            count += received.Count;
            if (received.EndOfMessage)
            {
                return _buffer.AsMemory(0, count);
            }

            if (count == _buffer.Length)
            {
                Grow();
            }
        }
    }

    public async Task SendAsync(ReadOnlyMemory<byte> json, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await _socket.SendAsync(json, WebSocketMessageType.Text, true, cancellationToken);
        }
        catch (Exception exception) when (IsLoss(exception))
        {
            throw StreamErrors.Disconnected($"The connection was lost: {exception.Message}", exception);
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Says goodbye when the connection still stands; a server that does not answer is left alone after a time.</summary>
    public async Task CloseAsync()
    {
        if (_socket.State is not (WebSocketState.Open or WebSocketState.CloseReceived))
        {
            return;
        }

        using var timeout = new CancellationTokenSource(options.CloseTimeout, time);
        try
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, timeout.Token);
        }
        catch (Exception exception) when (IsLoss(exception) || exception is OperationCanceledException)
        {
            _socket.Abort();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _socket.Dispose();
        _connections.Dispose();
        _sending.Dispose();
    }

    private void Grow()
    {
        if (_buffer.Length >= options.MaxFrameBytes)
        {
            throw new AlpacaStreamException($"A frame is larger than {options.MaxFrameBytes} bytes.")
            {
                Kind = AlpacaStreamErrorKind.FrameTooLarge,
                IsTransient = true,
            };
        }

        Array.Resize(ref _buffer, (int)Math.Min(_buffer.Length * 2L, options.MaxFrameBytes));
    }

    private static bool IsLoss(Exception exception) =>
        exception is WebSocketException or IOException or ObjectDisposedException or InvalidOperationException;
}
