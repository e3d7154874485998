namespace Torghut.Trading.Backtest;

/// <summary>How orders are filled in a backtest; the words of <c>--fills</c>.</summary>
internal enum FillKind
{
    /// <summary>At once at the price that the strategy saw: an upper bound.</summary>
    Touch,

    /// <summary>After the latency, against the quote then in force and no more than it displays.</summary>
    Quote,

    /// <summary>As <see cref="Quote"/>; what rests fills after the volume displayed before it has traded, or when the price has traded through.</summary>
    Queue,
}
