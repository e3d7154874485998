namespace Torghut.Trading.Loop;

/// <summary>Why a tick had no signals.</summary>
internal static class NoSignalReasons
{
    public const string NoneInWindow = "no_signals_in_window";
    public const string TailStable = "cursor_tail_stable";
    public const string AheadOfStream = "cursor_ahead_of_stream";
    public const string MarketClosed = "market_closed";
    public const string FetchFailed = "fetch_failed";

    public static IReadOnlyList<string> All { get; } = [NoneInWindow, TailStable, AheadOfStream, MarketClosed, FetchFailed];
}
