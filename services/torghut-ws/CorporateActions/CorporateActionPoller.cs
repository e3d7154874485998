using Torghut.Alpaca;
using Torghut.Alpaca.Data;
using Torghut.Contracts.Market;
using Torghut.Contracts.Records;
using Torghut.Contracts.Time;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;
using Torghut.Ws.Stream;
using Torghut.Ws.Universe;

namespace Torghut.Ws.CorporateActions;

/// <summary>
/// Reads the splits and symbol changes of the days to come and puts those of its symbols on the topic of trades, where compute finds them in the order of
/// its symbols' trades. Obeys ADR 0030 (docs/adr/0030-corporate-actions.md).
/// </summary>
internal sealed class CorporateActionPoller(
    CorporateActionOptions options,
    IAlpacaDataClient data,
    SymbolUniverse universe,
    PublisherBootstrap start,
    RejectionLog rejections,
    WsMetrics metrics,
    TimeProvider time,
    ILogger<CorporateActionPoller> logger) : BackgroundService
{
    /// <summary>Days to come whose actions are published: over a long weekend, so that a start on the day itself is not needed.</summary>
    private const int DaysAhead = 5;

    /// <summary>How far from the day on which it takes effect an action may be processed.</summary>
    private const int DaysAround = 7;

    private static readonly TimeSpan RetryPause = TimeSpan.FromMinutes(1);

    private readonly HashSet<(string Symbol, string Kind, DateOnly Day)> _published = [];
    private DateOnly _publishedOn;
    private bool _failed;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Enabled)
        {
            return;
        }

        var publisher = await start.Publisher.WaitAsync(stoppingToken);
        await universe.WaitNewerAsync(0, stoppingToken);
        while (true)
        {
            await Task.Delay(await PollAsync(publisher, stoppingToken) ? options.PollInterval : RetryPause, time, stoppingToken);
        }
    }

    /// <summary>One poll. Each action is published once on every day, so that readers whose topic begins later know it too.</summary>
    /// <returns>Whether the list could be read.</returns>
    public async Task<bool> PollAsync(RecordPublisher publisher, CancellationToken cancellationToken)
    {
        var today = NewYork.DayOf(time.GetUtcNow());
        if (today != _publishedOn)
        {
            (_publishedOn, _failed) = (today, false);
            _published.Clear();
        }

        try
        {
            var symbols = universe.Current.Symbols.ToHashSet(StringComparer.Ordinal);
            var (first, last) = (today.AddDays(-DaysAround), today.AddDays(DaysAhead + DaysAround));
            await foreach (var action in data.ListCorporateActionsAsync(first, last, rejections.Tell, cancellationToken))
            {
                await PublishAsync(action, today, symbols, publisher, cancellationToken);
            }

            metrics.CorporateActionsPolled(succeeded: true);
            _failed = false;
            return true;
        }
        catch (AlpacaApiException failure)
        {
            metrics.CorporateActionsPolled(succeeded: false);
            if (!_failed)
            {
                WsLog.CorporateActionsUnreadable(logger, failure, failure.Message);
            }

            _failed = true;
            return false;
        }
    }

    private async Task PublishAsync(
        AlpacaCorporateAction action, DateOnly today, HashSet<string> symbols, RecordPublisher publisher, CancellationToken cancellationToken)
    {
        if (action.EffectiveDate < today || action.EffectiveDate > today.AddDays(DaysAhead))
        {
            return;
        }

        var kind = action.IsSplit ? CorporateActionKinds.Split : CorporateActionKinds.SymbolChange;
        foreach (var symbol in action.Symbols.Where(symbol => IsMine(symbol, symbols)))
        {
            var now = Nanos.Now(time);
            var effective = Nanos.Of(NewYork.At(action.EffectiveDate, MarketCalendar.ExtendedOpen));
            var envelope = publisher.Envelope(now, now, Channels.CorporateActions, symbol, true, Sources.Rest);
            var record = new Trade(envelope, 0, 0, 0, "", [], "", CorporateAction: new CorporateAction(kind, effective, (double?)action.Ratio));
            if (!rejections.Refuses(RecordBounds.RefusalOf(record), envelope) && _published.Add((symbol, kind, action.EffectiveDate)))
            {
                await publisher.PublishAsync(record, time.GetTimestamp(), cancellationToken);
                metrics.CorporateAction(kind);
                WsLog.CorporateActionPublished(logger, kind, symbol, action.EffectiveDate);
            }
        }
    }

    private static bool IsMine(string symbol, HashSet<string> symbols) => symbols.Contains(symbol) || symbols.Contains(UniverseOptions.Wildcard);
}
