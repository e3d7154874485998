using Npgsql;
using Torghut.Alpaca.Trading;
using Torghut.Trading.Account;
using Torghut.Trading.Execution;
using Torghut.Trading.Observability;
using Torghut.Trading.Safety;
using Torghut.Trading.Signals;
using Torghut.Trading.Storage;

namespace Torghut.Trading.Reconciliation;

/// <summary>
/// Reads what happened to the account beside executions, from a durable cursor. The broker books some of it days late and under the date it belongs to,
/// so a week before the cursor is read again.
/// </summary>
internal sealed class ActivityReader(
    IBroker broker, ActivityStore store, IAccountBaselineStore baselines, UnreadItems unread, CursorStore cursors, SwitchOptions switches,
    TradingMetrics metrics, ILogger<ActivityReader> logger)
{
    private const string CursorSource = "account_activities";
    private const string Execution = "FILL";
    private const int PageSize = 100;
    private const int MaxPages = 40;

    /// <summary>After so many failures in a row the account is compared without what could not be read: a difference then is one.</summary>
    private const int MaxFailures = 10;

    private static readonly TimeSpan Overlap = TimeSpan.FromDays(7);

    private int _failures;

    /// <summary>Reads what is new; returns whether the account may be compared with what is known.</summary>
    /// <param name="marketTime">The broker's time.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    public async Task<bool> ReadAsync(DateTimeOffset marketTime, CancellationToken cancellationToken)
    {
        try
        {
            await ReadPagesAsync(marketTime, cancellationToken);
            _failures = 0;
            return true;
        }
        catch (BrokerException failure)
        {
            metrics.ActivityReadFailed();
            if (_failures++ == 0)
            {
                TradingLog.ActivitiesNotRead(logger, failure.Message);
            }

            return !failure.IsTransient || _failures > MaxFailures;
        }
    }

    private async Task ReadPagesAsync(DateTimeOffset marketTime, CancellationToken cancellationToken)
    {
        var cursor = (await cursors.LoadAsync(switches.AccountLabel, CursorSource, cancellationToken))?.EventTs;

        // A baseline from before activities were read holds what had happened until then.
        var explained = cursor is null ? await baselines.OpenedAtAsync(switches.AccountLabel, cancellationToken) : null;
        var after = (cursor ?? marketTime) - Overlap;
        var newest = cursor ?? marketTime;
        string? token = null;
        for (var number = 0; number < MaxPages; number++)
        {
            var page = await broker.ListActivitiesAsync(after, token, cancellationToken);
            await unread.SawAsync(UnreadKinds.Activity, page.Unread, cancellationToken);
            foreach (var activity in await store.NewAsync(switches.AccountLabel, [.. page.Where(a => a.Type != Execution)], cancellationToken))
            {
                await KeepAsync(activity, activity.At <= explained, cancellationToken);
                newest = activity.At > newest && activity.At <= marketTime ? activity.At : newest;
            }

            if (page.Total < PageSize || page.Count == 0 || page[^1].Id == token)
            {
                break;
            }

            token = page[^1].Id;
        }

        await cursors.AdvanceAsync(switches.AccountLabel, CursorSource, new SignalPosition(newest, "", 0), cancellationToken);
    }

    private async Task KeepAsync(BrokerActivity activity, bool explained, CancellationToken cancellationToken)
    {
        ActivityEffect effect;
        try
        {
            effect = ActivityEffect.Of(activity);
            await store.SaveAsync(switches.AccountLabel, activity, explained ? effect with { Cash = 0, Shares = 0 } : effect, cancellationToken);
        }
        catch (Exception odd) when (odd is FormatException || (odd is PostgresException refused && RefusedValue.Is(refused)))
        {
            await unread.SawAsync(UnreadKinds.Activity, [new UnreadItem(activity.Id, activity.Symbol, odd.Message, activity.RawJson)], cancellationToken);
            return;
        }

        await unread.UnderstoodAsync(UnreadKinds.Activity, [activity.Id], cancellationToken);
        metrics.AccountActivity(effect.IsKnown ? "explained" : "unknown");
        if (effect.IsKnown)
        {
            TradingLog.AccountActivity(logger, activity.Id, activity.Type, effect.Cash, effect.Shares);
        }
        else
        {
            TradingLog.UnknownActivity(logger, activity.Id, activity.Type);
        }
    }
}
