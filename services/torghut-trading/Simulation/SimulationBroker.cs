using Npgsql;
using Torghut.Trading.Execution;
using Torghut.Trading.Portfolio;
using Torghut.Trading.Safety;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Simulation;

/// <summary>
/// Fills orders from stored prices and quotes, without a broker. Its market keeps the exchanges' sessions, on this machine's clock or on a replay's; what
/// it filled is remembered through the executions table. No order of it ever leaves the process.
/// </summary>
internal sealed class SimulationBroker(ISignalSource prices, SimulationStore store, SwitchOptions switches, BrokerOptions options, SimulationClock clock) : IBroker, IDisposable
{
    public const string Name = "simulation";

    private readonly SemaphoreSlim _turn = new(1, 1);
    private SimulatedAccount? _account;

    string IBroker.Name => Name;

    public BrokerCapabilities Capabilities => new(Live: false, Shorts: true, LimitOrders: true, TradeUpdates: false);

    public async Task<SubmitOutcome> SubmitAsync(PlannedOrder order, string clientOrderId, CancellationToken cancellation)
    {
        try
        {
            return await WithAccountAsync<SubmitOutcome>(
                async account =>
                {
                    if (account.Submit(order, clientOrderId, (await clock.ReadAsync(cancellation)).Now) is null) return new SubmitOutcome.Duplicate("client_order_id must be unique");
                    await MatchAsync(account, cancellation);
                    return new SubmitOutcome.Accepted(account.Find(clientOrderId)!);
                },
                cancellation);
        }
        catch (BrokerException failure)
        {
            return new SubmitOutcome.Unknown(failure.Message);
        }
    }

    public Task<BrokerOrder?> FindByClientOrderIdAsync(string clientOrderId, CancellationToken cancellation) => QueryAsync(account => account.Find(clientOrderId), cancellation);

    public Task<BrokerOrder?> FindAsync(string orderId, CancellationToken cancellation) => QueryAsync(account => account.Orders.FirstOrDefault(order => order.OrderId == orderId), cancellation);

    public Task<IReadOnlyList<BrokerOrder>> ListOpenAsync(CancellationToken cancellation) =>
        QueryAsync<IReadOnlyList<BrokerOrder>>(account => [.. account.Orders.Where(SimulatedAccount.IsOpen)], cancellation);

    public Task<IReadOnlyList<BrokerOrder>> ListAfterAsync(DateTimeOffset? after, int limit, CancellationToken cancellation) =>
        QueryAsync<IReadOnlyList<BrokerOrder>>(account => [.. account.Orders.Where(order => after is null || order.SubmittedAt > after).OrderBy(order => order.SubmittedAt).Take(limit)], cancellation);

    public Task<int> CancelAllAsync(CancellationToken cancellation) => WithAccountAsync(
        async account =>
        {
            await MatchAsync(account, cancellation);
            account.CancelAll((await clock.ReadAsync(cancellation)).Now);
            return 0;
        },
        cancellation);

    public Task<BrokerAccount> GetAccountAsync(CancellationToken cancellation) =>
        WithAccountAsync(async account => account.Account(await MatchAsync(account, cancellation)), cancellation);

    public Task<IReadOnlyList<BrokerPosition>> ListPositionsAsync(CancellationToken cancellation) =>
        WithAccountAsync(async account => account.Positions(await MatchAsync(account, cancellation)), cancellation);

    /// <summary>Every step of the market is matched, whether or not anything else is asked at it: which step fills an order must not depend on who looks.</summary>
    public Task<MarketClock> GetClockAsync(CancellationToken cancellation) => WithAccountAsync(
        async account =>
        {
            await MatchAsync(account, cancellation);
            return await clock.ReadAsync(cancellation);
        },
        cancellation);

    public Task<BrokerAsset?> FindAssetAsync(string symbol, CancellationToken cancellation) => Task.FromResult<BrokerAsset?>(new BrokerAsset(symbol, true, true));

    public void Dispose() => _turn.Dispose();

    private Task<T> QueryAsync<T>(Func<SimulatedAccount, T> query, CancellationToken cancellation) => WithAccountAsync(
        async account =>
        {
            await MatchAsync(account, cancellation);
            return query(account);
        },
        cancellation);

    private async Task<IReadOnlyDictionary<string, TopOfBook>> MatchAsync(SimulatedAccount account, CancellationToken cancellation)
    {
        var symbols = account.Orders.Select(order => order.Symbol).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (symbols.Count == 0) return new Dictionary<string, TopOfBook>();
        var market = await clock.ReadAsync(cancellation);
        if (clock.LastClose(market) is { } close) account.ExpireBefore(close);
        var found = await prices.ReadPricesAsync(symbols, market.Now, cancellation);
        var quotes = await prices.ReadQuotesAsync(symbols, market.Now, cancellation);
        var touches = found.ToDictionary(pair => pair.Key, pair => quotes.GetValueOrDefault(pair.Key).Over(pair.Value.Price), StringComparer.Ordinal);
        if (market.IsOpen) account.Match(touches, market.Now);
        return touches;
    }

    private async Task<T> WithAccountAsync<T>(Func<SimulatedAccount, Task<T>> work, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return await work(_account ??= await RestoreAsync(cancellation));
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

    private async Task<SimulatedAccount> RestoreAsync(CancellationToken cancellation)
    {
        var account = new SimulatedAccount(options.SimulationCash);
        foreach (var order in await store.LoadAsync(switches.AccountLabel, cancellation)) account.Restore(order);
        return account;
    }
}
