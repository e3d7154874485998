using Torghut.Alpaca.Streaming;

namespace Torghut.Ws.Status;

/// <summary>Values of the status record's <c>reason</c>.</summary>
internal static class StatusReasons
{
    public const string Starting = "starting";
    public const string Stopping = "stopping";
    public const string GapBackfilled = "gap_backfilled";
    public const string BackfillFailed = "backfill_failed";
    public const string BackfillLate = "backfill_late";
    public const string GapNotCovered = "gap_not_covered";
    public const string NotReady = "not_ready";
    public const string Silence = "silence";
    public const string ProduceFailed = "produce_failed";
    public const string TradeUpdates = "trade_updates";

    public static string Of(AlpacaStreamException failure) => failure switch
    {
        { Code: { } code } => $"alpaca_{code}",
        { HttpStatus: { } status } => $"handshake_{status}",
        { Kind: AlpacaStreamErrorKind.Silent } => Silence,
        { Kind: AlpacaStreamErrorKind.TimedOut } => "timed_out",
        { Kind: AlpacaStreamErrorKind.FrameTooLarge } => "frame_too_large",
        { Kind: AlpacaStreamErrorKind.ServerError } => "server_error",
        _ => "disconnected",
    };
}
