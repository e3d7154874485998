using Torghut.Trading.Observability;
using Torghut.Trading.Risk;
using Torghut.Trading.Safety;

namespace Torghut.Trading.Books;

/// <summary>
/// Compares fills with the broker's positions and cash. A difference that is seen twice alike allows exits only, until a person has accepted it; then new
/// books are opened. A pass during which positions moved decides nothing.
/// </summary>
internal sealed class BookKeeper(BookStore store, LatchBoard latches, SwitchOptions switches, RiskOptions risk, TradingMetrics metrics, TradingGauges gauges, ILogger<BookKeeper> logger)
{
    private const string Actor = "reconciliation";

    private BookDifference? _suspicion;

    public async Task CheckAsync(BookObservation observed, CancellationToken cancellation)
    {
        if (!observed.StoodStill) return;
        var fills = await store.FillsAsync(switches.AccountLabel, cancellation);
        var books = AccountBooks.Of(observed.Cash, observed.After.Select(position => (position.Symbol, position.Qty)), fills);
        if (await store.InForceAsync(switches.AccountLabel, cancellation) is not { } opened)
        {
            await store.OpenAsync(switches.AccountLabel, observed.MarketTime, books, cancellation);
            TradingLog.BooksOpened(logger, books.Cash, books.Positions.Count);
            return;
        }

        var difference = books.Less(opened, risk.BooksCashTolerance);
        var again = difference == _suspicion;
        _suspicion = difference.IsEmpty ? null : difference;
        gauges.BooksDisagree = !difference.IsEmpty;
        if (difference.IsEmpty || !again || latches.Reducing.Contains(Latch.BooksDisagree)) return;
        metrics.BooksDisagree();
        TradingLog.BooksDisagree(logger, difference.ToString());
        await store.RecordAsync(switches.AccountLabel, difference, cancellation);
        await latches.EngageReducingAsync(Latch.BooksDisagree, $"fills do not explain the account: {difference}", Actor, cancellation);
    }
}
