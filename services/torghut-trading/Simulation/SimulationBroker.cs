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
    private SimulationBook? _book;

    string IBroker.Name => Name;

    public BrokerCapabilities Capabilities => new(Live: false, Shorts: true, LimitOrders: true, TradeUpdates: false);

    public async Task<SubmitOutcome> SubmitAsync(PlannedOrder order, string clientOrderId, CancellationToken cancellation)
    {
        try
        {
            return await WithBookAsync<SubmitOutcome>(
                async book =>
                {
                    if (book.Submit(order, clientOrderId, (await clock.ReadAsync(cancellation)).Now) is null) return new SubmitOutcome.Duplicate("client_order_id must be unique");
                    await MatchAsync(book, cancellation);
                    return new SubmitOutcome.Accepted(book.Find(clientOrderId)!);
                },
                cancellation);
        }
        catch (BrokerException failure)
        {
            return new SubmitOutcome.Unknown(failure.Message);
        }
    }

    public Task<BrokerOrder?> FindByClientOrderIdAsync(string clientOrderId, CancellationToken cancellation) => LookAsync(book => book.Find(clientOrderId), cancellation);

    public Task<BrokerOrder?> FindAsync(string orderId, CancellationToken cancellation) => LookAsync(book => book.Orders.FirstOrDefault(order => order.OrderId == orderId), cancellation);

    public Task<IReadOnlyList<BrokerOrder>> ListOpenAsync(CancellationToken cancellation) =>
        LookAsync<IReadOnlyList<BrokerOrder>>(book => [.. book.Orders.Where(SimulationBook.IsOpen)], cancellation);

    public Task<IReadOnlyList<BrokerOrder>> ListAfterAsync(DateTimeOffset? after, int limit, CancellationToken cancellation) =>
        LookAsync<IReadOnlyList<BrokerOrder>>(book => [.. book.Orders.Where(order => after is null || order.SubmittedAt > after).OrderBy(order => order.SubmittedAt).Take(limit)], cancellation);

    public Task<int> CancelAllAsync(CancellationToken cancellation) => WithBookAsync(
        async book =>
        {
            await MatchAsync(book, cancellation);
            book.CancelAll((await clock.ReadAsync(cancellation)).Now);
            return 0;
        },
        cancellation);

    public Task<BrokerAccount> GetAccountAsync(CancellationToken cancellation) =>
        WithBookAsync(async book => book.Account(await MatchAsync(book, cancellation)), cancellation);

    public Task<IReadOnlyList<BrokerPosition>> ListPositionsAsync(CancellationToken cancellation) =>
        WithBookAsync(async book => book.Positions(await MatchAsync(book, cancellation)), cancellation);

    /// <summary>Every step of the market is matched, whether or not anything else is asked at it: which step fills an order must not depend on who looks.</summary>
    public Task<MarketClock> GetClockAsync(CancellationToken cancellation) => WithBookAsync(
        async book =>
        {
            await MatchAsync(book, cancellation);
            return await clock.ReadAsync(cancellation);
        },
        cancellation);

    public Task<BrokerAsset?> FindAssetAsync(string symbol, CancellationToken cancellation) => Task.FromResult<BrokerAsset?>(new BrokerAsset(symbol, true, true));

    public void Dispose() => _turn.Dispose();

    private Task<T> LookAsync<T>(Func<SimulationBook, T> look, CancellationToken cancellation) => WithBookAsync(
        async book =>
        {
            await MatchAsync(book, cancellation);
            return look(book);
        },
        cancellation);

    private async Task<IReadOnlyDictionary<string, Touch>> MatchAsync(SimulationBook book, CancellationToken cancellation)
    {
        var symbols = book.Orders.Select(order => order.Symbol).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (symbols.Count == 0) return new Dictionary<string, Touch>();
        var market = await clock.ReadAsync(cancellation);
        if (clock.LastClose(market) is { } close) book.ExpireBefore(close);
        var found = await prices.ReadPricesAsync(symbols, market.Now, cancellation);
        var quotes = await prices.ReadQuotesAsync(symbols, market.Now, cancellation);
        var touches = found.ToDictionary(pair => pair.Key, pair => quotes.GetValueOrDefault(pair.Key).Over(pair.Value.Price), StringComparer.Ordinal);
        if (market.IsOpen) book.Match(touches, market.Now);
        return touches;
    }

    private async Task<T> WithBookAsync<T>(Func<SimulationBook, Task<T>> work, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return await work(_book ??= await RestoreAsync(cancellation));
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

    private async Task<SimulationBook> RestoreAsync(CancellationToken cancellation)
    {
        var book = new SimulationBook(options.SimulationCash);
        foreach (var order in await store.LoadAsync(switches.AccountLabel, cancellation)) book.Restore(order);
        return book;
    }
}
