using Torghut.Alpaca;
using Torghut.Alpaca.Data;
using Torghut.Alpaca.Trading;
using Torghut.Trading.Account;

namespace Torghut.Trading.Execution;

/// <summary>Alpaca, paper or live.</summary>
internal sealed class AlpacaBroker(
    IAlpacaTradingClient client, IAlpacaDataClient data, SwitchOptions switches, BrokerOptions options, BrokerClock clock) : IBroker
{
    private const int TooManyRequests = 429;

    public string Name => AlpacaAdapterNames.NameOf(switches);

    public BrokerCapabilities Capabilities => new(Live: switches.IsLive, Shorts: true, LimitOrders: true, TradeUpdates: true);

    public async Task<SubmitOutcome> SubmitAsync(PlannedOrder order, string clientOrderId, CancellationToken cancellationToken)
    {
        try
        {
            return new SubmitOutcome.Accepted(
                AlpacaMapping.Order(await client.SubmitOrderAsync(AlpacaMapping.Request(order, clientOrderId), cancellationToken)));
        }
        catch (AlpacaApiException failure)
        {
            return Classify(failure);
        }
        catch (FormatException odd)
        {
            return new SubmitOutcome.Unknown($"the answer was not understood: {odd.Message}");
        }
        catch (OperationCanceledException)
        {
            return new SubmitOutcome.Unknown("cancelled while the request was under way");
        }
    }

    public Task<BrokerOrder?> FindByClientOrderIdAsync(string clientOrderId, CancellationToken cancellationToken) =>
        ReadItemAsync(clientOrderId, async () => Order(await client.GetOrderByClientOrderIdAsync(clientOrderId, cancellationToken)));

    public Task<BrokerOrder?> FindAsync(string orderId, CancellationToken cancellationToken) =>
        ReadItemAsync(orderId, async () => Order(await client.GetOrderAsync(orderId, cancellationToken)));

    public Task<ItemList<BrokerOrder>> ListOpenAsync(CancellationToken cancellationToken) =>
        ListAsync(new OrderQuery { Status = OrderListStatus.Open }, cancellationToken);

    public Task<ItemList<BrokerOrder>> ListAfterAsync(DateTimeOffset? after, int limit, CancellationToken cancellationToken) =>
        ListAsync(new OrderQuery { Status = OrderListStatus.All, After = after, Limit = limit, Ascending = true }, cancellationToken);

    public Task<int> CancelAllAsync(CancellationToken cancellationToken) =>
        ReadAsync(async () =>
        {
            var results = await client.CancelAllOrdersAsync(cancellationToken);
            return results.Count(result => !result.Accepted) + results.Unread.Count;
        });

    public async Task<BrokerAccount> GetAccountAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await ReadItemAsync("account", async () => AlpacaMapping.Account(await client.GetAccountAsync(cancellationToken)));
        }
        catch (BrokerItemException odd)
        {
            return AlpacaMapping.Unreadable(odd.Message, odd.Item.RawJson);
        }
    }

    public Task<ItemList<BrokerPosition>> ListPositionsAsync(CancellationToken cancellationToken) => ReadAsync(async () =>
        (await client.ListPositionsAsync(cancellationToken)).Convert(
            AlpacaMapping.Position, (position, reason) => new UnreadItem(position.AssetId, position.Symbol, reason, position.RawJson)));

    public Task<ItemList<BrokerActivity>> ListActivitiesAsync(DateTimeOffset after, string? afterId, CancellationToken cancellationToken) =>
        ReadAsync(async () => (await client.ListActivitiesAsync(new ActivityQuery { After = after, PageToken = afterId }, cancellationToken)).Convert(
            AlpacaMapping.Activity, (activity, reason) => new UnreadItem(activity.Id, activity.Symbol, reason, activity.RawJson)));

    public Task<MarketClock> GetClockAsync(CancellationToken cancellationToken) => clock.ReadAsync(() => ReadAsync(async () =>
    {
        var answer = await client.GetClockAsync(cancellationToken);
        var now = BrokerBounds.Time("timestamp", answer.Timestamp);
        return new MarketClock(now, answer.IsOpen, answer.NextOpen?.ToUniversalTime() ?? now, answer.NextClose?.ToUniversalTime() ?? now);
    }));

    public Task<IReadOnlyDictionary<string, BrokerQuote>> ListQuotesAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyDictionary<string, BrokerQuote>>(async () =>
        {
            var snapshots = symbols.Count == 0 ? [] : await data.ListSnapshotsAsync(symbols, options.Feed, cancellationToken);
            return snapshots.ToDictionary(found => found.Symbol, AlpacaMapping.Quote, StringComparer.Ordinal);
        });

    public Task<BrokerAsset?> FindAssetAsync(string symbol, CancellationToken cancellationToken) => ReadItemAsync(symbol, async () =>
        await client.GetAssetAsync(symbol, cancellationToken) is { } asset
            ? new BrokerAsset(asset.Symbol, asset.Tradable && asset.Status == AssetStatus.Active, asset.Shortable && asset.EasyToBorrow,
                asset.Fractionable)
            : null);

    /// <summary>Only an answer that names the refusal is a refusal; everything that might have been accepted is unknown.</summary>
    public static SubmitOutcome Classify(AlpacaApiException failure) => failure switch
    {
        { IsDuplicateClientOrderId: true } => new SubmitOutcome.Duplicate(failure.Message),
        { OutcomeUnknown: true } => new SubmitOutcome.Unknown(failure.Message),
        { Status: TooManyRequests } => new SubmitOutcome.NotAccepted("rate_limited", failure.RateLimitReset),
        { IsTransient: true } => new SubmitOutcome.NotAccepted("broker_unreachable", null),
        _ => new SubmitOutcome.Refused(RefusalCode(failure), failure.Message),
    };

    private static string RefusalCode(AlpacaApiException failure) => failure.Message switch
    {
        var text when text.Contains("insufficient buying power", StringComparison.OrdinalIgnoreCase) => "insufficient_buying_power",
        var text when text.Contains("insufficient qty", StringComparison.OrdinalIgnoreCase) => "insufficient_qty",
        var text when text.Contains("wash trade", StringComparison.OrdinalIgnoreCase) => "wash_trade",
        var text when text.Contains("cannot be sold short", StringComparison.OrdinalIgnoreCase) => "not_shortable",
        _ => failure.Status switch
        {
            401 or 403 => "forbidden",
            422 => "invalid_order",
            _ => "refused",
        },
    };

    private static BrokerOrder? Order(AlpacaOrder? order)
    {
        try
        {
            return order is null ? null : AlpacaMapping.Order(order);
        }
        catch (FormatException odd)
        {
            throw new BrokerItemException(new UnreadItem(order!.Id, order.Symbol, odd.Message, order.RawJson), odd);
        }
    }

    private Task<ItemList<BrokerOrder>> ListAsync(OrderQuery query, CancellationToken cancellationToken) => ReadAsync(async () =>
        (await client.ListOrdersAsync(query, cancellationToken)).Convert(
            AlpacaMapping.Order, (order, reason) => new UnreadItem(order.Id, order.Symbol, reason, order.RawJson)));

    /// <summary>Reads one order or asset: an answer that was not understood concerns it alone.</summary>
    private static async Task<T> ReadItemAsync<T>(string id, Func<Task<T>> read)
    {
        try
        {
            return await ReadAsync(read);
        }
        catch (BrokerException failure) when (failure.InnerException is AlpacaApiException { IsMisunderstood: true } odd)
        {
            throw new BrokerItemException(new UnreadItem(id, null, odd.Message, odd.Body ?? ""), odd);
        }
    }

    private static async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (AlpacaApiException failure)
        {
            throw new BrokerException(failure.Message, failure.IsTransient, failure.RateLimitReset, failure);
        }
        catch (FormatException odd)
        {
            throw new BrokerException(odd.Message, isTransient: true, retryAt: null, odd);
        }
    }
}
