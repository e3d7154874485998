using Npgsql;
using Torghut.Common.Hosting;
using Torghut.Contracts.Market;
using Torghut.Trading.Account;
using Torghut.Trading.Observability;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Advisory;

/// <summary>
/// Marks every reviewed decision to market after its horizons, beside the loop, and takes the effect from a model whose advice costs money. What was taken away
/// comes back with another model, prompt or evaluation, never by itself.
/// </summary>
internal sealed class CounterfactualLedger(
    CounterfactualStore store, ISignalSource prices, SwitchOptions switches, AdvisoryStatus status, TimeProvider time,
    ILogger<CounterfactualLedger> logger) : IServiceLoop
{
    /// <summary>The horizon by which a model is judged.</summary>
    public const string JudgedBy = "30m";

    public const string Close = "close";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    /// <summary>A bar may arrive a little after its time.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(30);

    /// <summary>After this long without a price there is none.</summary>
    private static readonly TimeSpan PriceTimeout = TimeSpan.FromHours(1);

    /// <summary>Older ones than this are not looked for any more.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromDays(5);

    /// <summary>Without a length, to the session's end.</summary>
    private static readonly (string Name, TimeSpan? Length)[] Horizons =
        [("1m", TimeSpan.FromMinutes(1)), ("5m", TimeSpan.FromMinutes(5)), (JudgedBy, TimeSpan.FromMinutes(30)), (Close, null)];

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await LookAsync(time.GetUtcNow(), cancellationToken);
            }
            catch (Exception failure) when (failure is NpgsqlException or TimeoutException or SignalSourceException)
            {
                TradingLog.CounterfactualsWait(logger, failure.Message);
            }
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>Judges by what is marked, and marks what is due.</summary>
    public async Task LookAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var (account, standing) = (switches.AccountLabel, status.Standing);
        var demoted = await store.IsDemotedAsync(account, status.DemotionsInForce, cancellationToken);
        var verdict = CounterfactualVerdict.Of(await store.ReadAsync(account, standing, JudgedBy, cancellationToken));
        var isHarmful = verdict.Word == CounterfactualVerdict.Harmful;

        // The effect is gone before anybody is asked to remember it.
        status.Judge(demoted || isHarmful, verdict);
        if (isHarmful && !demoted)
        {
            await store.DemoteAsync(account, status.DemotionStanding, standing, verdict, cancellationToken);
            TradingLog.ModelDemoted(logger, verdict.Decisions, verdict.Sessions, verdict.Upper!.Value);
        }

        foreach (var (name, length) in Horizons)
        {
            foreach (var review in await store.UnmarkedAsync(account, name, now - Oldest, now - (length ?? TimeSpan.Zero) - Settled, cancellationToken))
            {
                await MarkAsync(review, (name, length), now, cancellationToken);
            }
        }
    }

    /// <summary>When a decision is marked: after the horizon, and no later than its session ends. Outside of one nothing ends.</summary>
    /// <param name="instant">Market time of the decision.</param>
    /// <param name="length">Of the horizon; null for the session's end.</param>
    public static DateTimeOffset DueOf(DateTimeOffset instant, TimeSpan? length)
    {
        var close = MarketCalendar.SessionAt(instant)?.Close;
        var due = length is { } horizon ? instant + horizon : close ?? instant;
        return due > close ? close.Value : due;
    }

    private async Task MarkAsync(UnmarkedReview review, (string Name, TimeSpan? Length) horizon, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var due = DueOf(review.MarketTs, horizon.Length);
        if (due + Settled > now)
        {
            return;
        }

        // A price of before the decision marks nothing, and bars that come late are waited for.
        var price = (await prices.ReadPricesAsync([review.Symbol], due, cancellationToken)).GetValueOrDefault(review.Symbol);
        var mark = price is not null && price.At > review.MarketTs ? price.Price : (decimal?)null;
        if (mark is not null || due + PriceTimeout <= now)
        {
            await store.MarkAsync(switches.AccountLabel, review, horizon.Name, mark, cancellationToken);
        }
    }
}
