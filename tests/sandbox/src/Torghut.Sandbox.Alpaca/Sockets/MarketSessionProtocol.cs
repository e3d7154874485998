using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using Torghut.Sandbox.Alpaca.Faults;
using Torghut.Sandbox.Alpaca.Http;
using Torghut.Sandbox.Alpaca.Wire;

namespace Torghut.Sandbox.Alpaca.Sockets;

/// <summary>What is said on one market-data connection: welcome, authentication within its time, subscriptions.</summary>
internal sealed class MarketSessionProtocol(
    MarketSession session, AlpacaSimulatorOptions options, string feed, ConnectionSlots slots, FaultPanel faults, Credentials? handshake)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    private readonly SocketReader _reader = new(session.Socket.Socket, options.MaxClientMessage);

    /// <summary>Whether the client or the server ended the connection with a close frame.</summary>
    public bool ClosedProperly { get; private set; }

    public async Task RunAsync(Task sending, CancellationToken cancellationToken)
    {
        await session.SendControlAsync(Success("connected"), cancellationToken);
        if (handshake is not null && !await AuthenticateAsync(handshake, cancellationToken))
        {
            await CloseAsync(sending, cancellationToken);
            return;
        }

        using var deadline = new CancellationTokenSource(options.AuthTimeout, options.Time);
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        while (true)
        {
            ReadOnlyMemory<byte>? message;
            var reading = _reader.ReadAsync(cancellationToken).AsTask();
            try
            {
                message = session.Authenticated ? await reading : await reading.WaitAsync(impatient.Token);
            }
            catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                await session.SendControlAsync(StreamError.Message(404), cancellationToken);
                await CloseAsync(sending, cancellationToken);
                return;
            }

            if (message is null)
            {
                await CloseAsync(sending, cancellationToken);
                ClosedProperly = _reader.ClosedByClient;
                return;
            }

            if (!await RespondAsync(message.Value, cancellationToken))
            {
                await CloseAsync(sending, cancellationToken);
                return;
            }
        }
    }

    private static JsonObject Success(string message) => new() { ["T"] = "success", ["msg"] = message };

    private string? Attribute(string key) => key == "feed" ? feed : null;

    private async Task CloseAsync(Task sending, CancellationToken cancellationToken)
    {
        ClosedProperly = true;
        await session.Outbox.SendAsync(OutboundFrame.Close, cancellationToken);
        await sending;
    }

    // False ends the connection.
    private async Task<bool> RespondAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        var message = Parse(bytes.Span);
        switch (message?["action"] is JsonValue action && action.TryGetValue<string>(out var verb) ? verb : null)
        {
            case "auth" when session.Authenticated:
                await session.SendControlAsync(StreamError.Message(403), cancellationToken);
                return true;
            case "auth":
                return await AuthenticateAsync(Credentials.From(message!), cancellationToken);
            case "subscribe" or "unsubscribe" when !session.Authenticated:
                await session.SendControlAsync(StreamError.Message(401), cancellationToken);
                return true;
            case "subscribe":
                await ChangeAsync(message!, add: true, cancellationToken);
                return true;
            case "unsubscribe":
                await ChangeAsync(message!, add: false, cancellationToken);
                return true;
            default:
                await session.SendControlAsync(StreamError.Message(400), cancellationToken);
                return true;
        }
    }

    private JsonObject? Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var isMsgPack = session.Binary && _reader.Type == WebSocketMessageType.Binary;
            return (isMsgPack ? MsgPackJson.ToJson(bytes) : JsonNode.Parse(bytes, null, Strict)) as JsonObject;
        }
        catch (Exception bad) when (bad is JsonException or FormatException)
        {
            return null;
        }
    }

    private async Task<bool> AuthenticateAsync(Credentials? credentials, CancellationToken cancellationToken)
    {
        var refusal = credentials is null ? 400
            : faults.Take(FaultKinds.MarketAuth, Attribute) is { } fault ? fault.Integer("code", 402)
            : !credentials.Match(options) ? 402
            : feed != options.Feed && feed != "test" ? 409
            : !slots.TryTake() ? 406
            : 0;
        if (refusal != 0)
        {
            await session.SendControlAsync(StreamError.Message(refusal), cancellationToken);
            return refusal is not (402 or 409) || !options.CloseAfterAuthFailure;
        }

        session.Authenticated = true;
        await session.SendControlAsync(Success("authenticated"), cancellationToken);
        return true;
    }

    private async Task ChangeAsync(JsonObject message, bool add, CancellationToken cancellationToken)
    {
        if (faults.Take(FaultKinds.MarketSubscribe, Attribute) is { } fault)
        {
            await session.SendControlAsync(StreamError.Message(fault.Integer("code", 405)), cancellationToken);
            return;
        }

        var (refusal, result) = session.Subscriptions.Change(message, add);
        if (refusal == 0 && add && options.SymbolLimit is { } limit && result.Count(options.SymbolLimitCounting) > limit)
        {
            refusal = 405;
        }

        if (refusal != 0)
        {
            await session.SendControlAsync(StreamError.Message(refusal), cancellationToken);
            return;
        }

        // The acknowledgement is queued before the market sees the new set, so that it precedes the first data.
        await session.SendControlAsync(result.ToMessage(), cancellationToken);
        session.Subscriptions = result;
        session.ChangedAt = options.Time.GetTimestamp();
    }
}
