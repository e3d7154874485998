using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Time.Testing;
using Torghut.Common.Configuration;
using Torghut.Testing;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Execution;
using Torghut.Trading.Hosting;
using Torghut.Trading.Integration.Tests.Support;
using Torghut.Trading.Leasing;
using Torghut.Trading.Loop;
using Torghut.Trading.Safety;
using Torghut.Trading.Signals;
using Torghut.Trading.Strategies;

namespace Torghut.Trading.Integration.Tests;

/// <summary>
/// A tick of many orders against a broker that takes two seconds for each: what was true when the tick began is not true for the last of them. Time is made
/// by the broker, and the database is real.
/// </summary>
public sealed class SlowBrokerTests
{
    private const int Orders = 50;

    private static readonly DateTimeOffset Noon = new(2026, 2, 6, 17, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan OrderTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ReadTime = TimeSpan.FromMilliseconds(20);
    private static readonly string[] Symbols =
        [.. Enumerable.Range(0, Orders).Select(i => string.Create(CultureInfo.InvariantCulture, $"S{(char)('A' + (i / 26))}{(char)('A' + (i % 26))}"))];

    [TestCase(30, 3_600)]
    [TestCase(3_600, 25, Category = "Long")]
    [TestCase(40, 31, Category = "Long")]
    [TestCase(3_600, 3_600, Category = "Long")]
    public async Task Tick_ManyOrders_NoneLeavesTooOldAfterTheCloseOrOnAnOldContext(int maxAge, int closesIn)
    {
        await using var site = await Site.CreateAsync(maxAge, Noon.AddSeconds(closesIn));
        await site.DecideAsync();
        var sent = site.Broker.Sent;
        Assert.Multiple(() =>
        {
            Assert.That(sent, Is.Not.Empty);
            Assert.That(sent.Select(order => order.At - Noon), Is.All.LessThanOrEqualTo(TimeSpan.FromSeconds(maxAge)), "age");
            Assert.That(sent.Select(order => order.At), Is.All.LessThan(Noon.AddSeconds(closesIn)), "the close");
            Assert.That(sent.Select(order => order.ContextAge), Is.All.LessThanOrEqualTo(TimeSpan.FromSeconds(1)), "positions and orders");
        });
        var possible = Math.Min(Orders, (int)Math.Ceiling(Math.Min(maxAge, closesIn) / OrderTime.TotalSeconds));
        Assert.That(sent, Has.Count.InRange(possible - 1, possible + 1), "what may leave does leave");
        Assert.That(await site.CountAsync("expired"), Is.EqualTo(Orders - sent.Count), "the rest is expired");
    }

    /// <summary>Whatever such a broker says is older than a second when it has been read: too old for an entry, and as new as an exit can have it.</summary>
    [Test]
    public async Task Tick_EveryAnswerTakesTwoSeconds_ExitsLeaveAndEntriesWait()
    {
        await using var site = await Site.CreateAsync(3_600, Noon.AddHours(3), readTime: OrderTime, held: Symbols[0]);
        await site.DecideAsync(selling: Symbols[0], Symbols[..3]);
        Assert.That(site.Broker.Sent.Select(order => order.Symbol), Is.EqualTo([Symbols[0]]));
        Assert.That(await site.CountAsync("approved"), Is.EqualTo(2), "entries wait for a broker that is faster");
    }

    /// <summary>The service's own parts around a broker, a price source and a clock of the test's.</summary>
    private sealed class Site : IAsyncDisposable
    {
        private readonly TradingStack _stack;
        private readonly CancellationTokenSource _stopping = new();
        private readonly ServiceProvider _services;
        private readonly FakeTimeProvider _time;
        private Task _leasing = Task.CompletedTask;

        private Site(TradingStack stack, ServiceProvider services, FakeTimeProvider time, SlowBroker broker) =>
            (_stack, _services, _time, Broker) = (stack, services, time, broker);

        public SlowBroker Broker { get; }

        public static async Task<Site> CreateAsync(int maxAge, DateTimeOffset close, TimeSpan? readTime = null, params string[] held)
        {
            var stack = await TradingStack.CreateAsync();
            stack.Environment["TRADING_ORDER_MAX_AGE_SECONDS"] = maxAge.ToString(CultureInfo.InvariantCulture);
            stack.Environment["TRADING_SIGNAL_MAX_AGE_SECONDS"] = "86400";
            stack.Environment["TRADING_LEASE_TTL_MS"] = "300000";
            stack.Environment["TRADING_CONTEXT_MAX_AGE_MS"] = "1000";

            // What fails is tried again when the test's clock moves, and that stands still until the lease is taken.
            stack.Environment["DB_CONNECT_TIMEOUT_SECONDS"] = "60";
            stack.Environment["DB_COMMAND_TIMEOUT_SECONDS"] = "180";
            stack.Environment["TRADING_STATIC_SYMBOLS"] = string.Join(',', Symbols);
            var options = OptionReader.Read(TradingService.OptionTypes, stack.Environment, out var problems);
            Assert.That(options, Is.Not.Null, string.Join('\n', problems));
            var time = new FakeTimeProvider(Noon);
            var broker = new SlowBroker(time, close, OrderTime, readTime ?? ReadTime, held);
            var services = new ServiceCollection();
            services.AddLogging().AddSingleton<TimeProvider>(time).AddSingleton(Prometheus.Metrics.NewCustomRegistry());
            foreach (var (type, instance) in options!.All)
            {
                services.AddSingleton(type, instance);
            }

            Registration.Add(services, options);
            services.Replace(ServiceDescriptor.Singleton<IBroker>(broker)).Replace(ServiceDescriptor.Singleton<ISignalSource>(new SteadyPrices(100)));
            var site = new Site(stack, services.BuildServiceProvider(), time, broker);
            await site.OpenAsync();
            return site;
        }

        /// <summary>One tick whose signals are all of this moment: to buy every symbol.</summary>
        public Task DecideAsync() => DecideAsync(selling: null, Symbols);

        /// <summary>One tick whose signals are all of this moment: to sell one symbol and buy the others.</summary>
        public Task DecideAsync(string? selling, string[] symbols)
        {
            var buy = new SignalFeatures { Macd = 1.0, MacdSignal = 0.5, Rsi14 = 20 };
            var sell = new SignalFeatures { Macd = 0.5, MacdSignal = 1.0, Rsi14 = 80 };
            var rows = symbols.Select((symbol, i) => new SignalRow(symbol, Noon, i, Noon, Timeframe, symbol == selling ? sell : buy)).ToList();
            var clock = new SessionClock(Broker.Clock(), _time.GetTimestamp(), _time);
            var read = new SignalsRead(FreshDatabase.Account, "signals:test", []);
            var start = new TickStart(clock, Symbols, []);
            return _services.GetRequiredService<DecisionPlanner>().DecideAsync(rows, read, start, (Noon, Noon), CancellationToken.None);
        }

        public Task<long> CountAsync(string status) => _stack.QueryAsync<long>($"SELECT count(*) FROM trade_decisions WHERE status = '{status}'");

        public async ValueTask DisposeAsync()
        {
            await _stopping.CancelAsync();
            await Task.WhenAny(_leasing);
            _stopping.Dispose();
            await _services.DisposeAsync();
            await _stack.DisposeAsync();
        }

        private string Timeframe => _services.GetRequiredService<CurrentCatalogue>().Current.Strategies.Single().BaseTimeframe;

        private async Task OpenAsync()
        {
            Assert.That(await _services.GetRequiredService<CatalogueLoader>().LoadAsync(CancellationToken.None), Is.True, "a catalogue is in force");
            var leases = _services.GetRequiredService<LeaseManager>();
            _leasing = leases.RunAsync(_stopping.Token);
            await Eventually.HoldsAsync(() => leases.Current is not null, "the lease is taken");
            _services.GetRequiredService<EntryBlocks>().Reconciled = true;
        }
    }
}
