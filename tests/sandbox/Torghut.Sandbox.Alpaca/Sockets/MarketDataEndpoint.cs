using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Torghut.Sandbox.Alpaca.Hosting;
using Torghut.Sandbox.Alpaca.Wire;

namespace Torghut.Sandbox.Alpaca.Sockets;

/// <summary>Runs market-data connections: upgrade, conversation, and what is left behind when one ends.</summary>
internal sealed class MarketDataEndpoint(AlpacaSimulatorOptions options, MarketHub hub, Subscriptions none, ILogger<MarketDataEndpoint> logger)
{
    private readonly Dictionary<string, ConnectionSlots> _slots = new[] { "iex", "sip", "delayed_sip", "test" }.ToDictionary(
        feed => feed, _ => new ConnectionSlots(options.ConnectionLimit, options.SlotHold, options.Time), StringComparer.Ordinal);

    public IReadOnlyDictionary<string, ConnectionSlots> Slots => _slots;

    public async Task RunAsync(HttpContext context, string feed, CancellationToken stopping)
    {
        if (!_slots.TryGetValue(feed, out var slots))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var binary = string.Equals(context.Request.ContentType, "application/msgpack", StringComparison.OrdinalIgnoreCase);
        if (await WebSocketHandshake.AcceptAsync(context, options.PingInterval) is not { } upgraded)
        {
            return;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopping, context.RequestAborted);
        using var socket = upgraded.Socket;
        IMessageEncoder control = binary ? new MsgPackMessageEncoder([]) : new JsonMessageEncoder([]);
        var session = new MarketSession(upgraded, binary, control, hub.EncoderFor(binary), none, options.MaxBatch);
        var conversation = new MarketConversation(session, options, feed, slots, Credentials.From(context.Request));
        hub.Add(session);
        var sending = session.PumpAsync(ending.Token);
        try
        {
            await conversation.RunAsync(sending, ending.Token);
        }
        catch (Exception failure) when (failure is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            SimulatorLog.ConnectionBroke(logger, feed, failure.GetType().Name);
        }
        finally
        {
            hub.Remove(session);
            session.End();
            await ending.CancelAsync();
            await Quietly(sending);
            if (session.Authenticated)
            {
                slots.Release(conversation.ClosedProperly);
            }
        }
    }

    // The sending side fails in the same ways as the receiving side, which has already reported how the connection ended.
    private static Task Quietly(Task sending) => sending.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
}
