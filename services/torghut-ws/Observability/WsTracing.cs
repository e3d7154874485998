using System.Diagnostics;

namespace Torghut.Ws.Observability;

/// <summary>
/// The service's spans and their attributes, described in docs/tracing.md: one a frame, never one a message of market data. Names that OpenTelemetry's
/// semantic conventions have are theirs, the others begin with <c>torghut.</c>. No attribute holds a secret, an account or an order's payload.
/// </summary>
internal static class WsTracing
{
    public const string Connect = "connect";
    public const string Reconnect = "reconnect";
    public const string Frame = "process frame";
    public const string Backfill = "backfill gap";

    public const string Stream = "torghut.stream";
    public const string MarketData = "market_data";
    public const string TradeUpdates = "trade_updates";
    public const string FrameBytes = "torghut.frame.bytes";
    public const string FrameMessages = "messaging.batch.message_count";
    public const string FrameHasData = "torghut.frame.has_data";
    public const string Attempt = "torghut.reconnect.attempt";
    public const string DelayMs = "torghut.reconnect.delay_ms";
    public const string ErrorType = "error.type";
    public const string GapFrom = "torghut.gap.from";
    public const string GapTo = "torghut.gap.to";
    public const string GapSymbols = "torghut.gap.symbols";
    public const string GapTrades = "torghut.gap.trades";
    public const string GapBars = "torghut.gap.bars";
    public const string Symbol = "torghut.symbol";
    public const string OrderId = "torghut.order.id";
    public const string OrderEvent = "torghut.order.event";

    public static ActivitySource Source { get; } = new("Torghut.Ws");

    /// <summary>A record's way to its topic; null while nobody listens.</summary>
    public static Activity? StartSend(string topic, string symbol) => Source.HasListeners()
        ? Source.StartActivity($"send {topic}", ActivityKind.Producer)?
            .SetTag("messaging.system", "kafka")
            .SetTag("messaging.operation.name", "send")
            .SetTag("messaging.operation.type", "send")
            .SetTag("messaging.destination.name", topic)
            .SetTag("messaging.kafka.message.key", symbol)
            .SetTag(Symbol, symbol)
        : null;
}
