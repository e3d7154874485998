using Npgsql;
using Torghut.Alpaca.Trading;
using Torghut.Trading.Account;
using Torghut.Trading.Execution;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Simulation;

/// <summary>
/// Fills orders from stored prices and quotes, without a broker. Its market keeps the exchanges' sessions, on this machine's clock or on a replay's; what
/// it filled is remembered through the executions table. No order of it ever leaves the process.
/// </summary>
internal sealed class SimulationBroker(ISignalSource prices, SimulationStore store, SwitchOptions switches, BrokerOptions options, SimulationClock clock)
    : IBroker, IDisposable
{
    public const string Name = "simulation";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private SimulatedAccount? _account;

    string IBroker.Name => Name;

    public BrokerCapabilities Capabilities => new(Live: false, Shorts: true, LimitOrders: true, TradeUpdates: false);

    public async Task<SubmitOutcome> SubmitAsync(PlannedOrder order, string clientOrderId, CancellationToken cancellationToken)
    {
        try
        {
            return await WithAccountAsync<SubmitOutcome>(
                async account =>
                {
                    if (account.Submit(order, clientOrderId, (await clock.ReadAsync(cancellationToken)).Now) is null)
                    {
                        return new SubmitOutcome.Duplicate("client_order_id must be unique");
                    }

                    await MatchAsync(account, cancellationToken);
                    return new SubmitOutcome.Accepted(account.Find(clientOrderId)!);
                },
                cancellationToken);
        }
        catch (BrokerException failure)
        {
            return new SubmitOutcome.Unknown(failure.Message);
        }
    }

    public Task<BrokerOrder?> FindByClientOrderIdAsync(string clientOrderId, CancellationToken cancellationToken) =>
        QueryAsync(account => account.Find(clientOrderId), cancellationToken);

    public Task<BrokerOrder?> FindAsync(string orderId, CancellationToken cancellationToken) =>
        QueryAsync(account => account.Orders.FirstOrDefault(order => order.OrderId == orderId), cancellationToken);

    public Task<ItemList<BrokerOrder>> ListOpenAsync(CancellationToken cancellationToken) =>
        QueryAsync(account => All(account.Orders.Where(SimulatedAccount.IsOpen)), cancellationToken);

    public Task<ItemList<BrokerOrder>> ListAfterAsync(DateTimeOffset? after, int limit, CancellationToken cancellationToken) => QueryAsync(
        account => All(account.Orders.Where(order => after is null || order.SubmittedAt > after).OrderBy(order => order.SubmittedAt).Take(limit)),
        cancellationToken);

    /// <summary>Nothing happens to a simulated account but executions.</summary>
    public Task<ItemList<BrokerActivity>> ListActivitiesAsync(DateTimeOffset after, string? afterId, CancellationToken cancellationToken) =>
        Task.FromResult(All<BrokerActivity>([]));

    public Task<int> CancelAllAsync(CancellationToken cancellationToken) => WithAccountAsync(
        async account =>
        {
            await MatchAsync(account, cancellationToken);
            account.CancelAll((await clock.ReadAsync(cancellationToken)).Now);
            return 0;
        },
        cancellationToken);

    public Task<BrokerAccount> GetAccountAsync(CancellationToken cancellationToken) =>
        WithAccountAsync(async account => account.Account(await MatchAsync(account, cancellationToken)), cancellationToken);

    public Task<ItemList<BrokerPosition>> ListPositionsAsync(CancellationToken cancellationToken) =>
        WithAccountAsync(async account => All(account.Positions(await MatchAsync(account, cancellationToken))), cancellationToken);

    /// <summary>Every step of the market is matched, whether or not anything else is asked at it: which step fills an order must not depend on who
    /// looks.</summary>
    public Task<MarketClock> GetClockAsync(CancellationToken cancellationToken) => WithAccountAsync(
        async account =>
        {
            await MatchAsync(account, cancellationToken);
            return await clock.ReadAsync(cancellationToken);
        },
        cancellationToken);

    /// <summary>This market is made of stored prices and quotes, and so is what it says of them.</summary>
    public async Task<IReadOnlyDictionary<string, BrokerQuote>> ListQuotesAsync(IReadOnlyCollection<string> symbols, CancellationToken cancellationToken)
    {
        try
        {
            var now = (await clock.ReadAsync(cancellationToken)).Now;
            var found = await prices.ReadPricesAsync([.. symbols], now, cancellationToken);
            return found.ToDictionary(pair => pair.Key, pair => new BrokerQuote(null, null, pair.Value.Price, null), StringComparer.Ordinal);
        }
        catch (SignalSourceException failure)
        {
            throw new BrokerException(failure.Message, isTransient: true, retryAt: null, failure);
        }
    }

    public Task<BrokerAsset?> FindAssetAsync(string symbol, CancellationToken cancellationToken) =>
        Task.FromResult<BrokerAsset?>(new BrokerAsset(symbol, true, true));

    public void Dispose() => _turn.Dispose();

    private static ItemList<T> All<T>(IEnumerable<T> items) => new([.. items], []);

    private Task<T> QueryAsync<T>(Func<SimulatedAccount, T> query, CancellationToken cancellationToken) => WithAccountAsync(
        async account =>
        {
            await MatchAsync(account, cancellationToken);
            return query(account);
        },
        cancellationToken);

    private async Task<IReadOnlyDictionary<string, TopOfBook>> MatchAsync(SimulatedAccount account, CancellationToken cancellationToken)
    {
        var symbols = account.Orders.Select(order => order.Symbol).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (symbols.Count == 0)
        {
            return new Dictionary<string, TopOfBook>();
        }

        var market = await clock.ReadAsync(cancellationToken);
        if (clock.LastClose(market) is { } close)
        {
            account.ExpireBefore(close);
        }

        var found = await prices.ReadPricesAsync(symbols, market.Now, cancellationToken);
        var quotes = await prices.ReadQuotesAsync(symbols, market.Now, cancellationToken);
        var touches = found.ToDictionary(pair => pair.Key, pair => quotes.GetValueOrDefault(pair.Key).Over(pair.Value.Price), StringComparer.Ordinal);
        if (market.IsOpen)
        {
            account.Match(touches, market.Now);
        }

        return touches;
    }

    private async Task<T> WithAccountAsync<T>(Func<SimulatedAccount, Task<T>> work, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await work(_account ??= await RestoreAsync(cancellationToken));
        }
        catch (Exception failure) when (failure is SignalSourceException or NpgsqlException)
        {
            throw new BrokerException(failure.Message, isTransient: true, retryAt: null, failure);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<SimulatedAccount> RestoreAsync(CancellationToken cancellationToken)
    {
        var account = new SimulatedAccount(options.SimulationCash);
        foreach (var order in await store.LoadAsync(switches.AccountLabel, cancellationToken))
        {
            account.Restore(order);
        }

        return account;
    }
}
