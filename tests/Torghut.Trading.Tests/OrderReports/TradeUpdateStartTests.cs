using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.Common.Kafka;
using Torghut.Testing;
using Torghut.Trading.Hosting;
using Torghut.Trading.Observability;
using Torghut.Trading.OrderReports;

namespace Torghut.Trading.Tests.OrderReports;

/// <summary>Where trade updates are read from, and what was gone before.</summary>
internal sealed class TradeUpdateStartTests
{
    private static readonly TopicPartition Log = new("torghut.trade-updates.v1", 1);

    [TestCase(-1001, 40, 90, 40, 0, TestName = "nothing committed: all that is there")]
    [TestCase(50, 40, 90, 50, 0, TestName = "committed and there: the next one")]
    [TestCase(90, 40, 90, 90, 0, TestName = "committed to the end: the end")]
    [TestCase(40, 40, 90, 40, 0, TestName = "committed to the log's start: no gap")]
    [TestCase(10, 40, 90, 40, 30, TestName = "committed before the log's start: the start, and a gap")]
    public void Find_CommittedAndLog_TheOffsetAndTheGap(long committed, long low, long high, long expected, long gap)
    {
        var start = Create();
        Assert.That(start.Find(new TopicPartitionOffset(Log, committed), new WatermarkOffsets(low, high)).Offset.Value, Is.EqualTo(expected));
        Assert.That(start.Gap, Is.EqualTo(gap));
    }

    [Test]
    public void Find_CommittedBeyondTheEnd_IsAnErrorThatSaysWhatToDo()
    {
        var start = Create();
        Assert.That(
            () => start.Find(new TopicPartitionOffset(Log, 91), new WatermarkOffsets(40, 90)),
            Throws.InvalidOperationException.With.Message.Contains("@91, but the log ends at 90").And.Message.Contains("reset the group's offsets"));
        Assert.That(start.Gap, Is.Zero);
    }

    [TestCase("Committed")]
    [TestCase("QueryWatermarkOffsets")]
    public void Find_CallNeverReturns_IsOverdueAfterItsLimit(string member)
    {
        using var time = new HungTime();
        using var guard = new CallGuard("consumer of trade updates", time);
        var consumer = ScriptedClient.Of<IConsumer<byte[], byte[]>>(called =>
        {
            if (called == member)
            {
                time.Hang();
            }

            return called == "Committed" ? new List<TopicPartitionOffset> { new(Log, 50) } : null;
        });
        Assert.That(
            () => Create().Find(consumer, guard, [Log]),
            Throws.TypeOf<CallOverdueException>().With.Message.EqualTo($"{member} did not return within 12 s."));
    }

    private static TradeUpdateStart Create()
    {
        var metrics = new TradingMetrics(Prometheus.Metrics.NewCustomRegistry(), new TradingGauges(TimeProvider.System), TradingMetricCodes.All);
        return new TradeUpdateStart(metrics, NullLogger<TradeUpdateStart>.Instance);
    }
}
