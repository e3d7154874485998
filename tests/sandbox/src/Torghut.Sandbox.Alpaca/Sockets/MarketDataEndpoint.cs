using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Torghut.Sandbox.Alpaca.Faults;
using Torghut.Sandbox.Alpaca.Http;
using Torghut.Sandbox.Alpaca.Messages;

namespace Torghut.Sandbox.Alpaca.Sockets;

/// <summary>Runs market-data connections: upgrade, conversation, and what is left behind when one ends.</summary>
internal sealed class MarketDataEndpoint(AlpacaSimulatorOptions options, MarketSessionRegistry registry, Subscriptions none, FaultPanel faults,
    ILogger<MarketDataEndpoint> logger)
{
    private const int QueuedFrames = 8;

    private readonly Dictionary<string, ConnectionSlots> _slots = new[] { "iex", "sip", "delayed_sip", "test" }.ToDictionary(
        feed => feed, _ => new ConnectionSlots(options.ConnectionLimit, options.SlotHold, options.Time), StringComparer.Ordinal);

    public IReadOnlyDictionary<string, ConnectionSlots> Slots => _slots;

    /// <summary>Sets how long a broken connection keeps its slot, and frees the slots that are only held.</summary>
    public void HoldSlots(TimeSpan duration)
    {
        foreach (var slots in _slots.Values)
        {
            slots.Hold = duration;
            slots.Forget();
        }
    }

    public async Task RunAsync(HttpContext context, string feed, CancellationToken cancellationToken)
    {
        if (!_slots.TryGetValue(feed, out var slots))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        if (faults.Take(FaultKinds.MarketHandshake, key => key == "feed" ? feed : null) is { } fault)
        {
            context.Response.StatusCode = fault.Integer("status", StatusCodes.Status429TooManyRequests);
            return;
        }

        var binary = string.Equals(context.Request.ContentType, "application/msgpack", StringComparison.OrdinalIgnoreCase);
        using var upgraded = await WebSocketHandshake.AcceptAsync(context, options.PingInterval);
        if (upgraded is null)
        {
            return;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, context.RequestAborted);
        IMessageEncoder control = binary ? new MsgPackMessageEncoder([]) : new JsonMessageEncoder([]);
        var outbox = new SocketOutbox(upgraded, QueuedFrames, options.Time);
        var session = new MarketSession(upgraded, outbox, binary, control, registry.EncoderFor(binary), none, options);
        var protocol = new MarketSessionProtocol(session, options, feed, slots, faults, Credentials.From(context.Request));
        registry.Add(session);
        var sending = outbox.PumpAsync(ending.Token);
        try
        {
            await protocol.RunAsync(sending, ending.Token);
        }
        catch (Exception failure) when (failure is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            SimulatorLog.ConnectionBroke(logger, feed, failure.GetType().Name);
        }
        finally
        {
            registry.Remove(session);
            outbox.End();
            await ending.CancelAsync();
            await Quietly(sending);
            if (session.Authenticated)
            {
                slots.Release(protocol.ClosedProperly);
            }
        }
    }

    // The sending side fails in the same ways as the receiving side, which has already reported how the connection ended.
    private static Task Quietly(Task sending) => sending.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
}
