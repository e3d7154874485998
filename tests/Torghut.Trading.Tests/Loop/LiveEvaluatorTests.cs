using Microsoft.Extensions.DependencyInjection;
using Torghut.Testing;
using Torghut.Trading.Catalogue;
using Torghut.Trading.Decisions;
using Torghut.Trading.Execution;
using Torghut.Trading.Loop;
using Torghut.Trading.Signals;
using Torghut.Trading.Strategies;
using Torghut.Trading.Tests.Hosting;

namespace Torghut.Trading.Tests.Loop;

/// <summary>What strategies that look back see, and what is counted of them.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class LiveEvaluatorTests
{
    private const string Catalogue =
        """
        strategies:
          - name: cross
            type: rules
            entry: crosses_above(macd, macd_signal)
            exit: crosses_below(macd, macd_signal)
        """;

    private static readonly DateTimeOffset Noon = new(2026, 2, 6, 17, 0, 0, TimeSpan.Zero);

    private readonly ServiceProvider _services;

    public LiveEvaluatorTests()
    {
        var builder = Composition.Create();
        builder.Services.AddSingleton<ISignalSource>(new MemorySignals());
        _services = builder.Services.BuildServiceProvider();
        _services.GetRequiredService<CurrentCatalogue>().Apply(CatalogueParser.Parse("strategies.yaml", Catalogue));
    }

    [TearDown]
    public ValueTask DisposeAsync() => _services.DisposeAsync();

    /// <summary>After a pause many signals of a symbol come at once. What was let go of would have the first of them look at later ones.</summary>
    [Test]
    public async Task Evaluate_ManySignalsOfASymbolAtOnce_DecidesAsOneByOne()
    {
        var rows = Enumerable.Range(0, 1_500).Select(second => Row(second, (second * 7919 % 13) - 6)).ToList();
        var atOnce = await EvaluateAsync(rows);
        _services.GetRequiredService<LiveEvaluator>().Forget();
        var oneByOne = new List<DecisionDraft>();
        foreach (var row in rows)
        {
            oneByOne.AddRange(await EvaluateAsync([row]));
        }

        Assert.That(oneByOne, Has.Count.GreaterThan(300));
        Assert.That(atOnce.Select(draft => draft.Intent), Is.EqualTo(oneByOne.Select(draft => draft.Intent)));
    }

    /// <summary>A strategy that is silent because a feature is never there must not pass for one that waits.</summary>
    [Test]
    public async Task Evaluate_FeatureIsNull_IsCountedOfItsStrategy()
    {
        await EvaluateAsync([Row(0, 1), Row(1, null), Row(2, 1), Row(3, -1)]);
        var page = await RegistryPage.ReadAsync(_services.GetRequiredService<Prometheus.CollectorRegistry>());
        Assert.That(page, Does.Contain("torghut_trading_rules_unknown_total{strategy=\"cross\"} 3"), "the first, the one without it, and the one after that");
    }

    private static SignalRow Row(int second, double? macd) =>
        new("AAPL", Noon.AddSeconds(second), second, Noon, "1Sec", new SignalFeatures { Macd = macd, MacdSignal = 0 });

    private Task<IReadOnlyList<DecisionDraft>> EvaluateAsync(IReadOnlyList<SignalRow> rows)
    {
        var clock = new MarketClock(Noon, true, Noon.AddDays(1), Noon.AddHours(3));
        return _services.GetRequiredService<LiveEvaluator>()
            .EvaluateAsync(rows, new TickStart(new SessionClock(clock, 0, TimeProvider.System), ["AAPL"], []), CancellationToken.None);
    }
}
