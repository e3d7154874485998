using Npgsql;
using Torghut.Trading.Execution;
using Torghut.Trading.Portfolio;
using Torghut.Trading.Safety;
using Torghut.Trading.Signals;

namespace Torghut.Trading.Simulation;

/// <summary>
/// Fills orders from stored prices, without a broker. Its market is always open and runs on this machine's clock; what it filled is remembered through
/// the executions table. No order of it ever leaves the process.
/// </summary>
internal sealed class SimulationBroker(ISignalSource prices, SimulationStore store, SwitchOptions switches, BrokerOptions options, TimeProvider time) : IBroker, IDisposable
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
                    if (book.Submit(order, clientOrderId, time.GetUtcNow()) is null) return new SubmitOutcome.Duplicate("client_order_id must be unique");
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

    public Task<int> CancelAllAsync(CancellationToken cancellation) => LookAsync(
        book =>
        {
            book.CancelAll(time.GetUtcNow());
            return 0;
        },
        cancellation);

    public Task<BrokerAccount> GetAccountAsync(CancellationToken cancellation) =>
        WithBookAsync(async book => book.Account(await MatchAsync(book, cancellation)), cancellation);

    public Task<IReadOnlyList<BrokerPosition>> ListPositionsAsync(CancellationToken cancellation) =>
        WithBookAsync(async book => book.Positions(await MatchAsync(book, cancellation)), cancellation);

    public Task<MarketClock> GetClockAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return Task.FromResult(new MarketClock(now, true, now, now + TimeSpan.FromDays(1)));
    }

    public Task<BrokerAsset?> FindAssetAsync(string symbol, CancellationToken cancellation) => Task.FromResult<BrokerAsset?>(new BrokerAsset(symbol, true, true));

    public void Dispose() => _turn.Dispose();

    private Task<T> LookAsync<T>(Func<SimulationBook, T> look, CancellationToken cancellation) => WithBookAsync(
        async book =>
        {
            await MatchAsync(book, cancellation);
            return look(book);
        },
        cancellation);

    private async Task<IReadOnlyDictionary<string, PriceView>> MatchAsync(SimulationBook book, CancellationToken cancellation)
    {
        var symbols = book.Orders.Select(order => order.Symbol).Distinct(StringComparer.Ordinal).ToList();
        if (symbols.Count == 0) return new Dictionary<string, PriceView>();
        var now = time.GetUtcNow();
        var found = await prices.ReadPricesAsync(symbols, now, cancellation);
        book.Match(found, now);
        return found;
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
