using Torghut.Alpaca;
using Torghut.Alpaca.Trading;
using Torghut.Trading.Account;

namespace Torghut.Trading.Execution;

/// <summary>Alpaca, paper or live.</summary>
internal sealed class AlpacaBroker(IAlpacaTradingClient client, SwitchOptions switches) : IBroker
{
    private const int TooManyRequests = 429;

    public string Name => AlpacaAdapter.NameOf(switches);

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
        catch (OperationCanceledException)
        {
            return new SubmitOutcome.Unknown("cancelled while the request was under way");
        }
    }

    public Task<BrokerOrder?> FindByClientOrderIdAsync(string clientOrderId, CancellationToken cancellationToken) =>
        ReadAsync(async () => await client.GetOrderByClientOrderIdAsync(clientOrderId, cancellationToken) is { } order ? AlpacaMapping.Order(order) : null);

    public Task<BrokerOrder?> FindAsync(string orderId, CancellationToken cancellationToken) =>
        ReadAsync(async () => await client.GetOrderAsync(orderId, cancellationToken) is { } order ? AlpacaMapping.Order(order) : null);

    public Task<IReadOnlyList<BrokerOrder>> ListOpenAsync(CancellationToken cancellationToken) =>
        ListAsync(new OrderQuery { Status = OrderListStatus.Open }, cancellationToken);

    public Task<IReadOnlyList<BrokerOrder>> ListAfterAsync(DateTimeOffset? after, int limit, CancellationToken cancellationToken) =>
        ListAsync(new OrderQuery { Status = OrderListStatus.All, After = after, Limit = limit, Ascending = true }, cancellationToken);

    public Task<int> CancelAllAsync(CancellationToken cancellationToken) =>
        ReadAsync(async () => (await client.CancelAllOrdersAsync(cancellationToken)).Count(result => !result.Accepted));

    public Task<BrokerAccount> GetAccountAsync(CancellationToken cancellationToken) =>
        ReadAsync(async () => AlpacaMapping.Account(await client.GetAccountAsync(cancellationToken)));

    public Task<IReadOnlyList<BrokerPosition>> ListPositionsAsync(CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<BrokerPosition>>(async () => [.. (await client.ListPositionsAsync(cancellationToken)).Select(AlpacaMapping.Position)]);

    public Task<MarketClock> GetClockAsync(CancellationToken cancellationToken) => ReadAsync(async () =>
    {
        var clock = await client.GetClockAsync(cancellationToken);
        return new MarketClock(clock.Timestamp.ToUniversalTime(), clock.IsOpen, clock.NextOpen.ToUniversalTime(), clock.NextClose.ToUniversalTime());
    });

    public Task<BrokerAsset?> FindAssetAsync(string symbol, CancellationToken cancellationToken) => ReadAsync(async () =>
        await client.GetAssetAsync(symbol, cancellationToken) is { } asset
            ? new BrokerAsset(asset.Symbol, asset.Tradable && asset.Status == AssetStatus.Active, asset.Shortable && asset.EasyToBorrow)
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

    private Task<IReadOnlyList<BrokerOrder>> ListAsync(OrderQuery query, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<BrokerOrder>>(async () => [.. (await client.ListOrdersAsync(query, cancellationToken)).Select(AlpacaMapping.Order)]);

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
    }
}
