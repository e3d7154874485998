using System.Globalization;
using System.Text;
using Torghut.Testing;
using Torghut.Testing.Otlp;
using Torghut.Trading.Integration.Tests.Support;

namespace Torghut.Trading.Integration.Tests;

/// <summary>What the service's traces hold, and that orders do not depend on them.</summary>
public sealed class TracingTests
{
    private const string SenderTrace = "0af7651916cd43dd8448eb211c80319c";
    private const string SenderSpan = "b7ad6b7169203331";

    [Test]
    [Category("Long")]
    public async Task NoEndpoint_Decision_HasNoTrace()
    {
        await using var stack = await TradingStack.CreateAsync();
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);

        Assert.That(await stack.QueryAsync<long>("SELECT count(*) FROM trade_decisions WHERE trace_parent IS NOT NULL"), Is.Zero);
        await using var help = ServiceProcess.Start("torghut-trading", stack.Environment, "--help");
        await help.WaitForExitAsync();
        Assert.That(help.Output, Does.Contain("OTEL_EXPORTER_OTLP_ENDPOINT").And.Contain("one of grpc, http/protobuf"));
    }

    [Test]
    [Category("Long")]
    public async Task Fill_AfterAKillAndARestart_JoinsTheDecisionsTraceAndLinksItsSender()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var stack = await TradingStack.CreateAsync();
        await using var topic = await UpdatesTopic.StartAsync(stack);
        Trace(stack, collector.Endpoint);
        stack.Environment["TRADING_EXECUTION_PREFER_LIMIT"] = "true";
        stack.Environment["TRADING_RECONCILE_MS"] = "600000";
        stack.Environment["TRADING_MAX_SHARES_PER_ORDER"] = "10000";
        await stack.StartAsync();
        var now = await stack.JustNowAsync();
        await stack.Tables.PriceAsync("AAPL", now, 1);
        await stack.Tables.BuyAsync("AAPL", now);
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE filled_qty = 0", 1);
        var stored = (await stack.QueryAsync<string>("SELECT trace_parent FROM trade_decisions")).Split('-');
        await Eventually.HoldsAsync(() => collector.Spans.Any(span => span.SpanId == stored[2]), "the trace's first span, which ends last, is exported");
        await stack.Process.KillAsync();

        stack.Launch();
        var order = (await stack.Broker.OrdersAsync()).Single();
        var partialRecord = TradeUpdateRecords.Of(order, "partial_fill", "partially_filled", "x1", 1_000, 1_000, 1);
        var fillRecord = TradeUpdateRecords.Of(order, "fill", "filled", "x2", 4_000, 5_000, 2);
        await topic.SendAsync(partialRecord, Encoding.Latin1.GetBytes("00-\u00ffgarbage"));
        await topic.SendAsync(fillRecord, Encoding.ASCII.GetBytes($"00-{SenderTrace}-{SenderSpan}-01"));
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await Eventually.HoldsAsync(() => collector.Spans.Any(span => span["torghut.order.event"] == "fill"), "the fill is exported");

        var trace = collector.Trace(stored[1]);
        var partial = trace.Single(span => span["torghut.order.event"] == "partial_fill");
        var fill = trace.Single(span => span["torghut.order.event"] == "fill");
        Assert.Multiple(() =>
        {
            Assert.That(trace.Single(span => span.ParentId.Length == 0).SpanId, Is.EqualTo(stored[2]), "the stored span is the trace's first");
            Assert.That((fill.Name, fill.Kind, fill.ParentId), Is.EqualTo(("process torghut.trade-updates.v1", 5, stored[2])));
            Assert.That(fill.Links, Is.EqualTo(new[] { (SenderTrace, SenderSpan) }));
            Assert.That(fill["messaging.system"], Is.EqualTo("kafka"));
            Assert.That(fill["messaging.destination.partition.id"], Is.EqualTo(partial["messaging.destination.partition.id"]).And.Not.Empty);
            Assert.That(Offset(fill), Is.EqualTo(Offset(partial) + 1));
            Assert.That(partial.Links, Is.Empty, "a header that is none is no link");
        });
    }

    [Test]
    [Category("Long")]
    public async Task Spans_OfATradedDay_HoldNoSecretAndNoAccount()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var stack = await TradingStack.CreateAsync();
        Trace(stack, collector.Endpoint);
        stack.Environment["OTEL_EXPORTER_OTLP_HEADERS"] = "x-key=zqmark-collector";
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        await stack.TextAsync("/trading/executions?symbol=AAPL&limit=5");
        await Eventually.HoldsAsync(() => collector.Spans.Any(span => span.Name == "submit order"), "the submission is exported");
        Assert.That(await stack.Process.StopAsync(), Is.Zero, stack.Process.Output);

        var account = await stack.Broker.Client.GetAccountAsync(CancellationToken.None);
        var text = string.Join('\n', collector.Spans);
        string[] secrets =
        [
            Infrastructure.ClickHousePassword, "sandbox-key", "sandbox-secret", TradingStack.OperatorToken, "zqmark", account.Id, account.AccountNumber,
        ];
        Assert.Multiple(() =>
        {
            foreach (var secret in secrets.Where(secret => secret.Length > 0))
            {
                Assert.That(text, Does.Not.Contain(secret));
            }

            Assert.That(stack.Process.Output, Does.Not.Contain("zqmark"));
            Assert.That(text, Does.Not.Contain("time_in_force"), "an order's payload");
            Assert.That(collector.Spans.Select(span => span["url.path"]), Has.None.EqualTo("/readyz").And.None.EqualTo("/metrics"));
        });
    }

    [TestCase(true)]
    [TestCase(false)]
    [Category("Long")]
    public async Task Collector_HangsOrRefuses_OrdersGoOnAndTheServiceStaysReady(bool hangs)
    {
        await using var collector = await OtlpCollector.StartAsync();
        collector.Hangs = true;
        await using var stack = await TradingStack.CreateAsync();
        Trace(stack, hangs ? collector.Endpoint : new Uri($"http://127.0.0.1:{ServiceProcess.FreePort()}"));
        await stack.StartAsync();
        await stack.SignalBuyAsync();
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 1);
        if (hangs)
        {
            await Eventually.HoldsAsync(() => collector.Requests > 0, "an export hangs");
        }

        await stack.Tables.SellAsync("AAPL", await stack.JustNowAsync());
        await stack.CountsAsync("SELECT count(*) FROM executions WHERE status = 'filled'", 2);
        Assert.That((await stack.GetAsync("/readyz")).Status, Is.EqualTo(200));
        Assert.That(await stack.Process.StopAsync(), Is.Zero, stack.Process.Output);
    }

    private static long Offset(CollectedSpan span) => long.Parse(span["messaging.kafka.offset"], CultureInfo.InvariantCulture);

    private static void Trace(TradingStack stack, Uri endpoint)
    {
        stack.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = endpoint.ToString();
        stack.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf";
    }
}
