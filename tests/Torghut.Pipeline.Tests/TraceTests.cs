using Torghut.Pipeline.Tests.Support;
using Torghut.Testing;
using Torghut.Testing.Otlp;

namespace Torghut.Pipeline.Tests;

/// <summary>The trace of a filled order, collected from the built services while the whole pipeline runs.</summary>
public sealed class TraceTests : DataFolderFixture
{
    private const int Client = 3;
    private const int Producer = 4;
    private const int Consumer = 5;

    private static readonly TimeSpan FillTimeout = TimeSpan.FromMinutes(4);

    [Test]
    [Category("Long")]
    public async Task FilledOrder_IsOneTraceFromItsBarsRecordsToTheTradeUpdate()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var settings = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Endpoint.ToString(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["ENABLE_BARS_BACKFILL"] = "true",
        };
        string[] arguments = ["up", "--data", Path.Combine(DataFolder, "run"), "--env-file", Path.Combine(DataFolder, ".sandbox", "env")];
        await using var up = SandboxProgram.Start(DataFolder, settings, arguments);
        await Eventually.HoldsAsync(() => up.HasExited || FilledTrace(collector) is not null, "the trace of a filled order is collected", FillTimeout);
        Assert.That(up.HasExited, Is.False, up.Output);
        var trace = FilledTrace(collector)!;
        TestContext.Out.WriteLine(TraceText.Of(trace, collector.Spans));

        var signal = trace.Single(span => span.ParentId.Length == 0);
        var decide = Child(trace, signal, "decide");
        var size = Child(trace, decide, "size order");
        var risk = Child(trace, decide, "check risk");
        var submit = Child(trace, decide, "submit order");
        var request = Child(trace, submit, "POST");
        var fill = trace.First(IsFill);
        Assert.Multiple(() =>
        {
            Assert.That(trace.Select(span => span.Service), Has.All.EqualTo("torghut-trading"));
            Assert.That((signal.Name, signal.Kind, signal["db.system.name"]), Is.EqualTo(("read signal", Client, "clickhouse")));
            Names(signal, "signal", "torghut.ta.signals.v1", "offset");
            Names(signal, "bar", "torghut.ta.bars.1s.v1", "offset");
            Names(signal, "trades", "torghut.trades.v1", "first_offset", "last_offset");
            Assert.That(decide["torghut.symbol"], Is.EqualTo(signal["torghut.symbol"]).And.Not.Empty);
            Assert.That(decide["torghut.decision.hash"], Is.Not.Empty);
            Assert.That((risk["torghut.risk.approved"], risk["torghut.risk.reasons"]), Is.EqualTo(("true", "")));
            Assert.That(size.End, Is.LessThanOrEqualTo(risk.Start), "sized before it is judged");
            Assert.That((submit["torghut.order.outcome"], submit["torghut.decision.hash"]), Is.EqualTo(("accepted", decide["torghut.decision.hash"])));
            Assert.That((request.Kind, request["http.response.status_code"]), Is.EqualTo((Client, "200")));
            Assert.That(request["url.full"], Does.EndWith("/v2/orders"));
            Assert.That((fill.Name, fill.Kind, fill.ParentId), Is.EqualTo(("process torghut.trade-updates.v1", Consumer, signal.SpanId)));
            Assert.That(fill["torghut.order.id"], Is.EqualTo(submit["torghut.order.id"]));
            Assert.That(fill["messaging.kafka.offset"], Is.Not.Empty);
        });

        var sender = Linked(collector, fill);
        Assert.That((sender.Service, sender.Name, sender.Kind), Is.EqualTo(("torghut-ws", "send torghut.trade-updates.v1", Producer)));
        Assert.That((sender["torghut.order.id"], sender["torghut.order.event"]), Is.EqualTo((fill["torghut.order.id"], fill["torghut.order.event"])));
        await HasAsync(collector, "torghut-ws", "process frame", "connect", "backfill gap");
        await HasAsync(collector, "torghut-ta", "assign partitions", "commit", "INSERT ta_microbars", "INSERT ta_signals", "commit offsets");
        up.SendSignal(2);
        Assert.That(await up.WaitForExitAsync(), Is.Zero, up.Output);
    }

    /// <summary>
    /// A trace with a fill by trade update whose spans, and whose sender's, have all arrived; each service exports at its own time. An order that the last
    /// check stopped on a busy machine was judged and sent again, and has spans of both attempts: then another order tells it.
    /// </summary>
    private static IReadOnlyList<CollectedSpan>? FilledTrace(OtlpCollector collector) => collector.Spans
        .Where(span => IsFill(span) && span.Links.Count == 1 && collector.Spans.Any(other => other.SpanId == span.Links[0].SpanId))
        .Select(span => collector.Trace(span.TraceId))
        .FirstOrDefault(trace =>
            trace.Any(span => span.ParentId.Length == 0 && span["torghut.bar.topic"].Length > 0) && trace.Any(span => span.Name == "decide")
            && trace.Count(span => span.Name == "check risk") == 1 && trace.Count(span => span.Name == "submit order") == 1);

    private static bool IsFill(CollectedSpan span) => span.Name.StartsWith("process ", StringComparison.Ordinal) && span["torghut.order.event"] == "fill";

    private static CollectedSpan Child(IReadOnlyList<CollectedSpan> trace, CollectedSpan parent, string name)
    {
        var found = trace.Where(span => span.ParentId == parent.SpanId && span.Name == name).ToList();
        Assert.That(found, Has.Count.EqualTo(1), $"'{name}' below '{parent.Name}'");
        return found[0];
    }

    private static CollectedSpan Linked(OtlpCollector collector, CollectedSpan span) =>
        collector.Spans.Single(other => (other.TraceId, other.SpanId) == span.Links.Single());

    private static void Names(CollectedSpan span, string what, string topic, params string[] offsets)
    {
        Assert.That(span[$"torghut.{what}.topic"], Is.EqualTo(topic));
        Assert.That(span[$"torghut.{what}.partition"], Does.Match("^[0-2]$"));
        foreach (var offset in offsets)
        {
            Assert.That(span[$"torghut.{what}.{offset}"], Does.Match("^[0-9]+$"), $"{what}'s {offset}");
        }
    }

    private static Task HasAsync(OtlpCollector collector, string service, params string[] names) => Eventually.HoldsAsync(
        () => names.All(name => collector.Spans.Any(span => span.Service == service && span.Name == name)), $"{service} exports {string.Join(", ", names)}");
}
