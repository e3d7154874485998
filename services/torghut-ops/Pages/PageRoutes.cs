namespace Torghut.Ops.Pages;

/// <summary>The pages, and which file of the bundle each is.</summary>
internal static class PageRoutes
{
    /// <summary>A page with an id finds it in its own address: the file is the same for all.</summary>
    public static readonly (string Route, string File, string Summary)[] All =
    [
        ("/", "overview.html", "The state of everything, for people"),
        ("/symbols", "symbols.html", "The universe, for people"),
        ("/visuals", "visuals.html", "Candles, indicators and decisions of a symbol, for people"),
        ("/trading", "trading.html", "A trading day, for people"),
        ("/decisions/{id}", "decision.html", "What a decision rested on, for people"),
        ("/why", "why.html", "Why there was no trade, for people"),
        ("/backtests/{id}", "backtest.html", "A backtest report, for people"),
        ("/snapshot", "snapshot.html", "The snapshot, for people"),
    ];
}
