using Torghut.Ta.Kafka;
using Torghut.Ta.Runtime;

namespace Torghut.Ta.Tests.Runtime;

/// <summary>Trades, quotes, bars and state meet in one task, or compute does not start.</summary>
public sealed class CoPartitioningTests
{
    private static readonly TaKafkaOptions Options = new();

    private static readonly string[] Topics = [Options.TradesTopic, Options.QuotesTopic, Options.Bars1mTopic, Options.StateTopic];

    [Test]
    public void PartitionCount_AllAlike_IsTheirs() => Assert.That(CoPartitioning.PartitionCount(Options, _ => 6), Is.EqualTo(6));

    [TestCaseSource(nameof(Topics))]
    public void PartitionCount_OneDiffers_IsRefusedForGoodAndNamesAll(string other)
    {
        var refusal = Assert.Throws<TaException>(() => CoPartitioning.PartitionCount(Options, topic => topic == other ? 3 : 6));
        Assert.That((refusal!.ErrorClass, refusal.IsTransient), Is.EqualTo((ErrorClass.PartitionCounts, false)));
        Assert.That(Topics, Has.All.Matches<string>(topic => refusal.Message.Contains($"{topic} has {(topic == other ? 3 : 6)}", StringComparison.Ordinal)));
    }
}
