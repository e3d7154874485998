using Torghut.Trading.Execution;

namespace Torghut.Trading.Signals;

/// <param name="Bid">Best bid, USD; null when the side has no active quote.</param>
/// <param name="Ask">Best ask, USD; null when the side has no active quote.</param>
internal readonly record struct QuoteView(decimal? Bid, decimal? Ask)
{
    /// <summary>The quote together with a last price, USD.</summary>
    public TopOfBook Over(decimal last) => new(last, Bid, Ask);
}
