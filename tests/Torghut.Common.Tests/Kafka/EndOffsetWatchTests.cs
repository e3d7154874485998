using System.Collections.Concurrent;
using Confluent.Kafka;
using Torghut.Common.Kafka;
using Torghut.Testing;

namespace Torghut.Common.Tests.Kafka;

/// <summary>What the brokers that answer say is known, whatever the others do.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class EndOffsetWatchTests : IDisposable
{
    private static readonly TopicPartition Here = new("torghut.trades.v1", 0);
    private static readonly TopicPartition There = new("torghut.quotes.v1", 1);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(2);

    private readonly HungTime _time = new();
    private readonly ConcurrentQueue<string> _overdue = new();
    private readonly ConcurrentDictionary<TopicPartition, long> _ends = new();
    private readonly ConcurrentQueue<int> _asked = new();
    private volatile TopicPartition? _away;
    private volatile bool _moved;
    private volatile bool _hangs;
    private int _opened;
    private EndOffsetWatch _watch = null!;

    [SetUp]
    public void Create()
    {
        (_ends[Here], _ends[There]) = (10, 20);
        _watch = new EndOffsetWatch(
            () =>
            {
                Interlocked.Increment(ref _opened);
                return new Client(this);
            },
            Interval,
            overdue => _overdue.Enqueue(overdue.Message),
            _time);
        _watch.Watch([Here, There]);
    }

    [Test]
    public async Task Of_BrokersAnswer_WhereTheLogsEnd()
    {
        await SaysAsync(Here, 10);
        await SaysAsync(There, 20);
        _ends[Here] = 11;
        await SaysAsync(Here, 11);
    }

    [Test]
    public async Task Of_OneBrokerIsAway_TheOthersAreStillHeard()
    {
        await SaysAsync(There, 20);
        _away = There;
        await Eventually.HoldsAsync(() => _asked.Contains(1), "the logs are asked about one by one");
        (_ends[Here], _ends[There]) = (12, 22);
        await SaysAsync(Here, 12);
        Assert.That(_watch.Of(There)!.Value.Offset, Is.EqualTo(20), "nobody says more");

        // Another broker leads the log now, which the client learns only when it is told to.
        _moved = true;
        await SaysAsync(There, 22);
        _asked.Clear();
        _ends[There] = 23;
        await SaysAsync(There, 23);
        Assert.That(_asked, Has.Some.EqualTo(2), "both are asked about together again");
    }

    [Test]
    public async Task Of_CallNeverReturns_IsReportedAndAnotherClientGoesOn()
    {
        await SaysAsync(Here, 10);
        _hangs = true;
        await Eventually.HoldsAsync(() => !_overdue.IsEmpty, "the call is overdue");
        _hangs = false;
        Assert.That(_overdue, Has.All.EqualTo("Ask did not return within 5 s."));
        _ends[Here] = 13;
        _time.Release();
        await SaysAsync(Here, 13);
        Assert.That(_opened, Is.GreaterThan(1));
    }

    [Test]
    public async Task Watch_OtherLogs_WhatWasSaidOfTheOldOnesIsForgotten()
    {
        await SaysAsync(Here, 10);
        _watch.Watch([There]);
        await SaysAsync(There, 20);
        Assert.That(_watch.Of(Here), Is.Null);
    }

    public void Dispose()
    {
        _watch.Dispose();
        _time.Dispose();
    }

    private Task SaysAsync(TopicPartition partition, long end) =>
        Eventually.HoldsAsync(() => _watch.Of(partition)?.Offset == end, $"{partition} ends at {end}");

    private sealed class Client(EndOffsetWatchTests test) : IEndOffsetClient
    {
        private bool _knows;

        public IReadOnlyList<TopicPartitionOffset> Ask(IReadOnlyCollection<TopicPartition> partitions, TimeSpan timeout)
        {
            if (test._hangs)
            {
                test._time.Hang();
            }

            test._asked.Enqueue(partitions.Count);
            return !_knows && test._away is { } away && partitions.Contains(away)
                ? throw new KafkaException(ErrorCode.Local_TimedOut)
                : [.. partitions.Select(partition => new TopicPartitionOffset(partition, test._ends[partition]))];
        }

        public void FindLeaders(string topic, TimeSpan timeout) => _knows |= test._moved && topic == There.Topic;

        public void Dispose()
        {
        }
    }
}
