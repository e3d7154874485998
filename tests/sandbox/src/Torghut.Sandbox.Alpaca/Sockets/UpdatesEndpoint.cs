using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Torghut.Sandbox.Alpaca.Faults;
using Torghut.Sandbox.Alpaca.Http;
using Torghut.Sandbox.Alpaca.Wire;

namespace Torghut.Sandbox.Alpaca.Sockets;

/// <summary>The trading stream: authorization in both its forms, listening, trade updates.</summary>
internal sealed class UpdatesEndpoint(AlpacaSimulatorOptions options, UpdatesSessionRegistry registry, FaultPanel faults, ILogger<UpdatesEndpoint> logger)
{
    private const int QueuedUpdates = 100_000;
    private const string Stream = "trade_updates";

    public async Task RunAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (faults.Take(FaultKinds.UpdatesHandshake, _ => null) is { } fault)
        {
            context.Response.StatusCode = fault.Integer("status", StatusCodes.Status429TooManyRequests);
            return;
        }

        var msgPack = string.Equals(context.Request.ContentType, "application/msgpack", StringComparison.OrdinalIgnoreCase);
        using var upgraded = await WebSocketHandshake.AcceptAsync(context, options.PingInterval);
        if (upgraded is null)
        {
            return;
        }

        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, context.RequestAborted);
        var outbox = new SocketOutbox(upgraded, QueuedUpdates, options.Time);
        var session = new UpdatesSession(upgraded, outbox, msgPack, options.PaperFrames);
        registry.Add(session);
        var sending = outbox.PumpAsync(ending.Token);
        try
        {
            await ConverseAsync(session, ending.Token);
            await outbox.SendAsync(OutboundFrame.Close, ending.Token);
            await sending;
        }
        catch (Exception failure) when (failure is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            SimulatorLog.ConnectionBroke(logger, Stream, failure.GetType().Name);
        }
        finally
        {
            registry.Remove(session);
            outbox.End();
            await ending.CancelAsync();
            await sending.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    private async Task ConverseAsync(UpdatesSession session, CancellationToken cancellationToken)
    {
        var reader = new SocketReader(session.Socket.Socket, options.MaxClientMessage);
        while (await reader.ReadAsync(cancellationToken) is { } bytes)
        {
            var message = Parse(bytes.Span, session.MsgPack && reader.Type == WebSocketMessageType.Binary);
            switch (message?["action"]?.ToString())
            {
                case "auth" or "authenticate":
                    await AuthorizeAsync(session, message!, cancellationToken);
                    break;
                case "listen":
                    await ListenAsync(session, message!, cancellationToken);
                    break;
                default:
                    await session.SendAsync(Error("invalid message"), cancellationToken);
                    return;
            }
        }
    }

    /// <summary>The fatal error, which names no stream.</summary>
    public static JsonObject Error(string message) => new() { ["action"] = "error", ["data"] = new JsonObject { ["error_message"] = message } };

    private static JsonObject Authorization(bool granted, string action) => new()
    {
        ["stream"] = "authorization",
        ["data"] = new JsonObject { ["status"] = granted ? "authorized" : "unauthorized", ["action"] = action },
    };

    private async Task AuthorizeAsync(UpdatesSession session, JsonObject message, CancellationToken cancellationToken)
    {
        session.Authorized = faults.Take(FaultKinds.UpdatesAuth, _ => null) is null && Credentials.From(message) is { } credentials
            && credentials.Match(options);
        await session.SendAsync(Authorization(session.Authorized, "authenticate"), cancellationToken);
    }

    private static async Task ListenAsync(UpdatesSession session, JsonObject message, CancellationToken cancellationToken)
    {
        if (!session.Authorized)
        {
            await session.SendAsync(Authorization(granted: false, "listen"), cancellationToken);
            return;
        }

        // Listening replaces the set; streams that do not exist vanish from the answer.
        var wanted = (message["data"]?["streams"] as JsonArray)?.Any(s => s?.ToString() == Stream) ?? false;
        var streams = wanted ? new JsonArray(Stream) : new JsonArray();
        var response = new JsonObject { ["stream"] = "listening", ["data"] = new JsonObject { ["streams"] = streams } };
        session.Listening &= wanted;
        await session.SendAsync(response, cancellationToken);
        session.Listening = wanted;
    }

    private static JsonObject? Parse(ReadOnlySpan<byte> bytes, bool msgPack)
    {
        try
        {
            return (msgPack ? MsgPackJson.ToJson(bytes) : JsonNode.Parse(bytes)) as JsonObject;
        }
        catch (Exception bad) when (bad is JsonException or FormatException)
        {
            return null;
        }
    }
}
