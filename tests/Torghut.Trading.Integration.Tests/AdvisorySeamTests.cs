using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Torghut.Common.Configuration;
using Torghut.Testing;
using Torghut.Trading.Advisory;
using Torghut.Trading.Hosting;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>A reviewer in the seam: it sees the decision and the order, may veto or change it, and the risk engine has the last word whatever it
/// says.</summary>
public sealed class AdvisorySeamTests
{
    [Test]
    public async Task Review_NoObjection_SeesTheSizedOrderBeforeRisk()
    {
        await using var run = await RunAsync(request => new AdvisoryVerdict(false, request.Order, "double"));
        await run.Stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled' AND qty = 50", 1);
        var asked = run.Reviewer.Asked.Single();
        Assert.That((asked.Order.Symbol, asked.Order.Qty, asked.Decision.Row.Status), Is.EqualTo(("AAPL", 50m, "planned")),
            "the decision is written down before anybody is asked");
        Assert.That(await run.Stack.QueryAsync<string>("SELECT risk ->> 'advisory' FROM trade_decisions"), Is.EqualTo("double"));
    }

    [Test]
    public async Task Review_Veto_RejectedWithItsReason()
    {
        await using var run = await RunAsync(request => new AdvisoryVerdict(true, request.Order, "double"));
        await run.Stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE status = 'rejected' AND 'advisory_veto' = ANY(risk_reasons)", 1);
        Assert.That(await run.Stack.Broker.OrdersAsync(), Is.Empty);
    }

    [Test]
    public async Task Review_SmallerOrder_IsTheOneJudgedAndSent()
    {
        await using var run = await RunAsync(request => new AdvisoryVerdict(false, request.Order with { Qty = 20 }, "double"));
        await run.Stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled' AND qty = 20", 1);
        Assert.That(await run.Stack.QueryAsync<string>("SELECT order_payload ->> 'qty' FROM trade_decisions"), Is.EqualTo("20"));
    }

    [Test]
    public async Task Review_LargerThanEveryCap_RiskStillRefuses()
    {
        await using var run = await RunAsync(request => new AdvisoryVerdict(false, request.Order with { Qty = 5_000 }, "double"));
        await run.Stack.CountsAsync("SELECT count(*) FROM trade_decisions WHERE status = 'rejected' AND 'max_notional_exceeded' = ANY(risk_reasons)", 1);
        Assert.That(await run.Stack.Broker.OrdersAsync(), Is.Empty);
    }

    /// <summary>
    /// An entry whose review takes its time stands before an exit in one batch, as AAPL before MSFT: the exit is at the broker before anybody is asked about
    /// the entry.
    /// </summary>
    [Test]
    public async Task Review_EntryBeforeAnExitInOneBatch_TheExitDoesNotWaitForIt()
    {
        var (release, exits, entries) = (new TaskCompletionSource(), new TaskCompletionSource<bool>(), 0);
        TradingStack? stack = null;
        await using var run = await RunAsync(
            async request =>
            {
                if (request.Order.Symbol != "AAPL")
                {
                    return new AdvisoryVerdict(false, request.Order, "double");
                }

                // The first one holds the loop up until both signals of the batch are there.
                if (Interlocked.Increment(ref entries) == 1)
                {
                    await release.Task;
                }
                else
                {
                    exits.TrySetResult((await stack!.Broker.OrdersAsync()).Any(order => order is { Symbol: "MSFT", Side: Alpaca.Trading.OrderSide.Sell }));
                }

                return new AdvisoryVerdict(true, request.Order, "double");
            },
            "MSFT");
        stack = run.Stack;
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE symbol = 'MSFT' AND status = 'filled'", 1);
        await stack.SignalBuyAsync();
        await Eventually.HoldsAsync(() => Volatile.Read(ref entries) == 1, "the first entry is asked about");
        await stack.Tables.SellAsync("MSFT", await stack.SignalBuyAsync());
        release.SetResult();
        Assert.That(await exits.Task.WaitAsync(Eventually.Timeout), Is.True, "the exit left before the entry was asked about");
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE symbol = 'MSFT' AND side = 'sell' AND status = 'filled'", 1);
    }

    private static Task<Run> RunAsync(Func<AdvisoryRequest, AdvisoryVerdict> response) => RunAsync(request => Task.FromResult(response(request)), "AAPL");

    private static async Task<Run> RunAsync(Func<AdvisoryRequest, Task<AdvisoryVerdict>> response, string symbol)
    {
        var stack = await TradingStack.CreateAsync();
        var options = OptionReader.Read(TradingService.OptionTypes, stack.Environment, out var problems);
        Assert.That(options, Is.Not.Null, string.Join('\n', problems));
        var reviewer = new Reviewer(response);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(Prometheus.Metrics.NewCustomRegistry());
        foreach (var (type, instance) in options!.All)
        {
            builder.Services.AddSingleton(type, instance);
        }

        Registration.Add(builder.Services, options);
        builder.Services.Replace(ServiceDescriptor.Singleton<IDecisionReviewer>(reviewer));
        var host = builder.Build();
        await host.StartAsync();
        await Eventually.HoldsAsync(() => host.Services.GetRequiredService<Safety.EntryBlocks>().Reconciled, "reconciled");
        await Eventually.HoldsAsync(() => host.Services.GetRequiredService<Catalogue.CurrentCatalogue>().State.Accepted > 0, "a catalogue is in force");
        await stack.SignalBuyAsync(symbol);
        return new Run(stack, host, reviewer);
    }

    private sealed class Reviewer(Func<AdvisoryRequest, Task<AdvisoryVerdict>> response) : IDecisionReviewer
    {
        private readonly List<AdvisoryRequest> _asked = [];

        public IReadOnlyList<AdvisoryRequest> Asked => _asked;

        public string Name => "double";

        public bool Waits => true;

        public Task<AdvisoryVerdict> ReviewAsync(AdvisoryRequest request, CancellationToken cancellationToken)
        {
            _asked.Add(request);
            return response(request);
        }
    }

    private sealed record Run(TradingStack Stack, IHost Host, Reviewer Reviewer) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Host.StopAsync();
            Host.Dispose();
            await Stack.DisposeAsync();
        }
    }
}
