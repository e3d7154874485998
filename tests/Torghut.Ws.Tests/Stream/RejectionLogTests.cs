using Microsoft.Extensions.Logging;
using Torghut.Contracts.Market;
using Torghut.Ws.Observability;
using Torghut.Ws.Publishing;
using Torghut.Ws.Stream;
using Torghut.Ws.Tests.Support;

namespace Torghut.Ws.Tests.Stream;

/// <summary>All that is not usable is counted, and of each reason a sample is logged now and then, of a length that a line may have.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class RejectionLogTests
{
    private readonly Prometheus.CollectorRegistry _registry = Prometheus.Metrics.NewCustomRegistry();
    private readonly ManualTime _time = new();
    private readonly Lines _lines = new();

    /// <summary>A stream of order events that nobody can read was a line each, and each as long as the event's text.</summary>
    [Test]
    public async Task Tell_ManyOfOneReason_IsCountedEachAndLoggedNowAndThen()
    {
        var log = new RejectionLog(new WsMetrics(_registry, new TopicNames(new PublishingOptions())), _time, _lines);
        for (var second = 0; second < 25; second++)
        {
            log.Tell(RejectReasons.TradeUpdate, new string('x', 1_000_000));
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.That(_lines.Written, Has.Count.EqualTo(3), "at 0, 10 and 20 s");
        Assert.That(_lines.Written.Max(line => line.Length), Is.LessThan(300));
        Assert.That(await MetricsText.OfAsync(_registry), Does.Contain("torghut_ws_parse_errors_total{reason=\"trade_update\"} 25"));
    }

    /// <summary>Which orders' events were refused must be in the log, whatever else was refused for the same reason just before.</summary>
    [Test]
    public async Task TellOrder_ReasonThatMarketDataHasToo_IsLoggedEachWithItsOrder()
    {
        var log = new RejectionLog(new WsMetrics(_registry, new TopicNames(new PublishingOptions())), _time, _lines);
        log.Tell(RefusalReasons.BadSymbol, "a trade");
        log.TellOrder(RefusalReasons.BadSymbol, "order-1", "fill");
        log.TellOrder(RefusalReasons.BadSymbol, "order-2", new string('x', 1_000_000));
        Assert.That(_lines.Written.Select(line => line.Contains("order-1") || line.Contains("order-2")), Is.EqualTo(new[] { false, true, true }));
        Assert.That(_lines.Written.Max(line => line.Length), Is.LessThan(300));
        Assert.That(await MetricsText.OfAsync(_registry), Does.Contain("torghut_ws_parse_errors_total{reason=\"bad_symbol\"} 3"));
    }

    private sealed class Lines : ILogger<RejectionLog>
    {
        public List<string> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add(formatter(state, exception));
    }
}
