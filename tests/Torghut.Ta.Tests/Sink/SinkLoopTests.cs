using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Torghut.ClickHouse;
using Torghut.Common.Drills;
using Torghut.Common.Hosting;
using Torghut.Common.Kafka;
using Torghut.Contracts.Codecs;
using Torghut.Ta.Kafka;
using Torghut.Ta.Observability;
using Torghut.Ta.Runtime;
using Torghut.Ta.Sink;
using Torghut.Ta.Sink.Schema;
using Torghut.Ta.Status;
using Torghut.Ta.Tests.Support;
using Torghut.Testing;

namespace Torghut.Ta.Tests.Sink;

/// <summary>In which order the sink reads, stores and commits, over a Kafka in memory and a server that ends its inserts when told.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class SinkLoopTests : IDisposable
{
    private const string Bars = "torghut.ta.bars.1s.v1";
    private const string Signals = "torghut.ta.signals.v1";
    private static readonly ClickHouseServerException Refusal = new(469, 500, "constraint", "INSERT", "");

    private readonly TaKafkaOptions _options = new() { Bootstrap = "none", GroupId = "live" };
    private readonly TaSinkOptions _sink = new() { FlushInterval = TimeSpan.FromMilliseconds(10) };
    private readonly InMemoryKafka _kafka;
    private readonly HeldClickHouse _server = new();
    private readonly TaState _state = new(new TaServiceOptions());
    private readonly CancellationTokenSource _stop = new();
    private Task? _running;

    public SinkLoopTests() => _kafka = new InMemoryKafka(_options, partitions: 2);

    /// <summary>Offsets first and rows after would lose what is under way when the process ends.</summary>
    [Test]
    public async Task Run_InsertUnderWay_CommitsNothingBeforeItHasEnded()
    {
        Append(0, 3);
        await BeginAsync();
        await InsertsAsync(1);
        await TurnsAsync();
        Assert.That(Stored(0), Is.Null);
        _server.Inserts[0].End();
        await Eventually.HoldsAsync(() => Stored(0) == 3, "the offset behind the rows");
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task Run_InsertEndsWithoutRows_CommitsNothing(bool cancelled)
    {
        Append(0, 3);
        await BeginAsync();
        await InsertsAsync(1);
        if (cancelled)
        {
            _server.Inserts[0].Cancel();
        }
        else
        {
            _server.Inserts[0].End(new InvalidOperationException("broken"));
        }

        await _running!.ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.That((_running!.IsCompletedSuccessfully, Stored(0)), Is.EqualTo((false, (long?)null)));
    }

    /// <summary>A record that was neither stored nor put aside would be lost with the offset that is committed behind it.</summary>
    [Test]
    public async Task Run_RecordThatIsNoRow_IsInTheDeadLettersBeforeItsOffsetIsCommitted()
    {
        _kafka.Append(Bars, 0, "AIG"u8.ToArray(), [1, 2, 3]);
        _server.Answer = _ => null;
        await BeginAsync();
        await Eventually.HoldsAsync(() => Stored(0) == 1, "the offset behind the record");
        AssertOrder("flush producer", $"store {Bars}/0@1");
        var letter = Letters().Single();
        Assert.That((letter.Topic, letter.Partition, letter.Offset, letter.Reason.Split(':')[0]), Is.EqualTo((Bars, 0, 0, "not_framed")));
        Assert.That((letter.Key, letter.Value), Is.EqualTo(("AIG"u8.ToArray(), new byte[] { 1, 2, 3 })));
    }

    [Test]
    public async Task Run_RowThatTheServerRefuses_IsInTheDeadLettersBeforeItsOffsetIsCommitted()
    {
        Append(0, 1);
        _server.Answer = _ => Refusal;
        await BeginAsync();
        await Eventually.HoldsAsync(() => Stored(0) == 1, "the offset behind the row");
        AssertOrder("flush producer", $"store {Bars}/0@1");
        Assert.That(Letters().Select(letter => (letter.Offset, letter.Reason)), Is.EqualTo(new[] { (0L, "refused_row: constraint") }));
    }

    /// <summary>
    /// A letter that the brokers refuse is in no topic: were its record's offset committed, nobody would ever know of the record. No other partition waits for
    /// that, and once the brokers take letters again everything is committed.
    /// </summary>
    [Test]
    public async Task Run_DeadLetterIsRefused_HoldsItsOwnPartitionUntilItIsTaken()
    {
        _kafka.Delivery = Confluent.Kafka.ErrorCode.TopicAuthorizationFailed;
        Append(0, 1);
        _kafka.Append(Bars, 0, "AIG"u8.ToArray(), [1, 2, 3]);
        Append(0, 2);
        Append(1, 3);
        _server.Answer = _ => null;
        await BeginAsync();
        await Eventually.HoldsAsync(() => Stored(1) == 3 && Stored(0) == 1, "the other partition, and what is before the letter");
        await Eventually.HoldsAsync(() => _state.Sink.Cause == "dead_letter_refused", "the sink says so");
        Assert.That((_state.Sink.Rows["ta_microbars"], _state.Current.Gates["dead_letters"], Letters().Count), Is.EqualTo((6L, false, 0)));
        Append(1, 1);
        await Eventually.HoldsAsync(() => Stored(1) == 4, "the session goes on");
        Assert.That(Stored(0), Is.EqualTo(1));

        _kafka.Delivery = Confluent.Kafka.ErrorCode.NoError;
        await Eventually.HoldsAsync(
            () =>
            {
                // In memory a letter is delivered with the next flush, which is the next insert's.
                Append(1, 1);
                return Stored(0) == 4;
            },
            "the letter is taken and the partition goes on");
        await Eventually.HoldsAsync(() => _state.Sink.Cause is null, "nothing is held any more");
        Assert.That(Letters().Select(letter => letter.Offset), Is.EqualTo(new[] { 1L }));
    }

    /// <summary>Of the letters of a partition the first alone is kept: when it is taken, the records of the others are read again.</summary>
    [Test]
    public async Task Run_ManyDeadLettersAreRefused_AreReadAgainWhenTheFirstIsTaken()
    {
        _kafka.Delivery = Confluent.Kafka.ErrorCode.TopicAuthorizationFailed;
        _kafka.Append(Bars, 0, "AIG"u8.ToArray(), [1, 2, 3]);
        _kafka.Append(Bars, 0, "AIG"u8.ToArray(), [1, 2, 3]);
        _server.Answer = _ => null;
        await BeginAsync();
        await Eventually.HoldsAsync(() => _state.Sink.Cause == "dead_letter_refused", "the sink says so");
        _kafka.Delivery = Confluent.Kafka.ErrorCode.NoError;
        await Eventually.HoldsAsync(
            () =>
            {
                Append(1, 1);
                return _running!.IsCompleted;
            },
            "the session ends");
        Assert.That(_running!.Exception?.InnerException, Is.TypeOf<TaException>().With.Property(nameof(TaException.IsTransient)).True);
        Assert.That((Stored(0), _state.Sink.Cause), Is.EqualTo(((long?)0, (string?)null)));
    }

    /// <summary>A topic full of what is no row costs a letter each, and not a line each.</summary>
    [Test]
    public async Task Run_ManyRecordsThatAreNoRows_AreAllPutAsideAndFewOfThemLogged()
    {
        const int records = 2_000;
        for (var i = 0; i < records; i++)
        {
            _kafka.Append(Bars, 0, "AIG"u8.ToArray(), [1, 2, 3]);
        }

        _server.Answer = _ => null;
        await BeginAsync();
        await Eventually.HoldsAsync(() => Stored(0) == records, "the offset behind them");
        Assert.That(Letters(), Has.Count.EqualTo(records));
        Assert.That(_logger.Lines, Is.InRange(1, records / 10));
    }

    /// <summary>Reading goes on while an insert is under way, up to one more full batch.</summary>
    [Test]
    public async Task Run_TwoFullBatches_PausesTheTopicUntilOneIsStored()
    {
        _sink.BatchSize = 2;
        Append(0, 6);
        await BeginAsync();
        await Eventually.HoldsAsync(() => _kafka.Calls.Contains($"pause {Bars}/0"), "the pause");
        Assert.That((_kafka.Calls.Contains($"pause {Signals}/0"), _server.Inserts.Count), Is.EqualTo((false, 1)));
        _server.Inserts[0].End();
        await InsertsAsync(2);
        AssertOrder($"pause {Bars}/0", $"resume {Bars}/0");
        Assert.That((Stored(0), OffsetsOf(1)), Is.EqualTo((2L, Bars + " 0:2-3")));
        _server.Inserts[1].End();
        await InsertsAsync(3);
        _server.Inserts[2].End();
        await Eventually.HoldsAsync(() => Stored(0) == 6, "everything");
    }

    /// <summary>What the client had handed over when the partition was paused waits, in its order, and none of it is left out.</summary>
    [Test]
    public async Task Run_ReplayOfManyDays_IsSplitIntoInsertsOfAtMostSixteenDaysInOrder()
    {
        const int days = 40;
        for (var day = 0; day < days; day++)
        {
            _kafka.Append(Bars, 0, "AIG"u8.ToArray(), SinkBars.Encode(1_000 + (day * 86_400L)));
        }

        Append(1, 3);
        _server.Answer = _ => null;
        await BeginAsync();
        await Eventually.HoldsAsync(() => Stored(0) == days && Stored(1) == 3, "everything is stored");
        Assert.That(
            Enumerable.Range(0, _server.Inserts.Count).Select(OffsetsOf),
            Is.EqualTo(new[] { Bars + " 0:0-15 1:0-2", Bars + " 0:16-31", Bars + " 0:32-39" }));
    }

    [Test]
    public async Task Run_FewRows_GoAfterTheFlushIntervalTogether()
    {
        _sink.FlushInterval = TimeSpan.FromMilliseconds(300);
        Append(0, 2);
        Append(1, 2);
        await BeginAsync();
        await InsertsAsync(1);
        Assert.That(OffsetsOf(0), Is.EqualTo(Bars + " 0:0-1 1:0-1"));
    }

    /// <summary>An owner that goes gives its insert a moment to end, so that the next need not repeat it; one that lost the partition says nothing.</summary>
    [TestCase(false, 2L)]
    [TestCase(true, null)]
    public async Task Rebalance_InsertHasEndedMeanwhile_IsCommittedOnlyWhileThePartitionIsOurs(bool lost, long? stored)
    {
        Append(0, 2);
        await BeginAsync();
        await InsertsAsync(1);
        _kafka.Rebalances.Enqueue(lost ? Rebalance.Lose : Rebalance.Revoke);
        if (!lost)
        {
            _server.Inserts[0].End();
        }

        await InsertsAsync(lost ? 2 : 1);
        await Eventually.HoldsAsync(() => _kafka.Rebalances.IsEmpty, "the rebalance");
        await TurnsAsync();
        Assert.That(Stored(0), Is.EqualTo(stored));
    }

    /// <summary>What ends a session may come again at its end, when the insert under way is acknowledged: the consumer goes all the same.</summary>
    [Test]
    public async Task Run_HandlerThrowsAtTheEnd_ConsumerIsDisposed()
    {
        Append(0, 1);
        _server.Answer = _ => Refusal;
        _kafka.Failing = member =>
        {
            if (member == "Produce")
            {
                throw new InvalidOperationException("broken");
            }
        };
        await BeginAsync();
        await _running!.ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.That(_kafka.Disposed, Is.EqualTo(_kafka.Consumers.Keys));
    }

    /// <summary>Whoever begins anew reads what was not stored, and the rows keep their token: the server has them once.</summary>
    [Test]
    public async Task Rebalance_PartitionIsLost_TheSameRowsComeAgainUnderTheSameToken()
    {
        Append(0, 2);
        await BeginAsync();
        await InsertsAsync(1);
        _kafka.Rebalances.Enqueue(Rebalance.Lose);
        await InsertsAsync(2);
        Assert.That(_server.Inserts[1].Token, Is.EqualTo(_server.Inserts[0].Token));
        Assert.That(_server.Inserts[1].Rows, Is.EqualTo(_server.Inserts[0].Rows));
    }

    [Test]
    public async Task Start_CommittedOffset_IsWhereReadingGoesOn()
    {
        Append(0, 4);
        _kafka.SetOffset(Bars, 0, 3);
        await BeginAsync();
        await InsertsAsync(1);
        Assert.That(OffsetsOf(0), Is.EqualTo(Bars + " 0:3-3"));
    }

    [Test]
    public async Task Start_RetentionTookRows_BeginsAtTheLogsStartAndSaysHowManyAreMissing()
    {
        Append(0, 6);
        _kafka.SetOffset(Bars, 0, 1);
        _kafka.Cut(Bars, 0, 4);
        await BeginAsync();
        await InsertsAsync(1);
        Assert.That(OffsetsOf(0), Is.EqualTo(Bars + " 0:4-5"));
        Assert.That(_state.Sink.GapRows, Is.EqualTo(new Dictionary<string, long> { ["ta_microbars"] = 3 }));
    }

    [Test]
    public async Task Start_CommittedBeyondTheLog_IsAnErrorAndNoJump()
    {
        Append(0, 2);
        _kafka.SetOffset(Bars, 0, 3);
        await BeginAsync();
        await _running!.ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.That(_running!.Exception?.InnerException, Is.TypeOf<TaException>().With.Property(nameof(TaException.ErrorClass)).EqualTo(ErrorClass.BeyondLog));
        Assert.That(_server.Inserts, Is.Empty);
    }

    [Test]
    public async Task Run_RegistryKnowsNoSchemaAtTheMoment_StoresNothingAndSkipsNothing()
    {
        _registry.Failure = new(Torghut.Contracts.Decoding.SchemaSourceError.Unavailable, "schema 4", "away");
        Append(0, 1);
        await BeginAsync();
        await _running!.ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.That((Stored(0), Letters().Count, _server.Inserts.Count), Is.EqualTo(((long?)null, 0, 0)));
        Assert.That((_state.Sink.Paused, _state.Sink.Cause), Is.EqualTo((true, "schema_registry")));
    }

    /// <summary>
    /// The row can be read, ClickHouse refuses it, and its dead letter has no schema: the sink waits for the registry until that is there, and says so all the
    /// time, though each session reads the record anew.
    /// </summary>
    [Test]
    public async Task Run_DeadLetterOfARefusedRowWaitsForTheRegistry_SaysSoUntilItIsThrough()
    {
        Append(0, 1);
        await BeginAsync();
        await InsertsAsync(1);
        _registry.Failure = new(Torghut.Contracts.Decoding.SchemaSourceError.Unavailable, "subject", "away");
        _server.Inserts[0].End(Refusal);
        await _running!.ContinueWith(_ => { }, TaskScheduler.Default).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.That((Stored(0), Letters().Count, _state.Sink.Cause), Is.EqualTo(((long?)null, 0, "schema_registry")));

        _registry.Failure = null;
        await BeginAsync();
        await InsertsAsync(2);
        Assert.That((_state.Sink.Paused, _state.Sink.Cause), Is.EqualTo((true, "schema_registry")), "that the record is read says nothing of its dead letter");
        _server.Inserts[1].End(Refusal);
        await Eventually.HoldsAsync(() => _state.Sink is { Paused: false, Cause: null }, "the dead letter is through");
        Assert.That((Stored(0), Letters().Count), Is.EqualTo((1L, 1)));
    }

    /// <summary>Another member of the group has the record that waited, or has read on; rows of this one's own may be under way.</summary>
    [TestCase(0, 0)]
    [TestCase(7, 1)]
    public async Task Run_NothingOfItsOwnWaits_NoLongerSaysThatItWaitsForTheRegistry(int partition, int rows)
    {
        Append(0, rows);
        await BeginAsync();
        await InsertsAsync(rows);
        _health!.Await("schema_registry", new(Bars, partition, 0), forDeadLetter: false);
        await TurnsAsync();
        Assert.That(_state.Sink.Cause, Is.EqualTo("schema_registry"));

        Volatile.Write(ref _ahead, TimeSpan.FromSeconds(11).Ticks);

        await Eventually.HoldsAsync(() => _state.Sink is { Paused: false, Cause: null or "clickhouse_slow" }, "it waits for nothing else than its insert");
    }

    public void Dispose()
    {
        _stop.Cancel();
        foreach (var insert in _server.Inserts)
        {
            insert.End();
        }

        _running?.ContinueWith(_ => { }, TaskScheduler.Default).Wait(TimeSpan.FromSeconds(60));
        _stop.Dispose();
    }

    private readonly ContractRegistry _registry = new();
    private readonly SkippedLines _logger = new();

    private void Append(int partition, int rows)
    {
        var first = _kafka.Log(Bars, partition).Count;
        for (var i = 0; i < rows; i++)
        {
            _kafka.Append(Bars, partition, "AIG"u8.ToArray(), SinkBars.Encode(1_000 + first + i));
        }
    }

    private long? Stored(int partition) => _kafka.Offsets.TryGetValue(new(Bars, partition), out var offset) ? offset : null;

    private List<Torghut.Contracts.Records.DeadLetter> Letters() => [.. _kafka.Log("torghut.dead-letter.v1").Select(record =>
    {
        Torghut.Avro.ConfluentWireFormat.TryRead(record.Value, out _, out var datum);
        var reader = new Torghut.Avro.AvroReader(datum);
        return RecordCodecs.DeadLetter.Read(ref reader, new Torghut.Avro.AvroStringPool());
    })];

    private void AssertOrder(string first, string then)
    {
        var calls = _kafka.Calls.ToList();
        Assert.That((calls.IndexOf(first) >= 0, calls.IndexOf(first) < calls.IndexOf(then)), Is.EqualTo((true, true)), string.Join(", ", calls));
    }

    private string OffsetsOf(int insert) => _server.Inserts[insert].Token.Split(" #")[0];

    private Task InsertsAsync(int count) => Eventually.HoldsAsync(() => _server.Inserts.Count >= count, $"{count} inserts");

    /// <summary>Long enough for the loop to do what it must not do.</summary>
    private async Task TurnsAsync()
    {
        var before = _turns;
        await Eventually.HoldsAsync(() => _turns > before + 5, "some turns of the loop");
    }

    private long _turns;
    private long _ahead;
    private SinkHealth? _health;

    private Task BeginAsync()
    {
        var metrics = new TaMetrics(Prometheus.Metrics.NewCustomRegistry());
        var health = _health ??= new SinkHealth(_state, metrics, NullLogger<SinkHealth>.Instance);
        var time = new CountingTime(() => _turns++, () => TimeSpan.FromTicks(Volatile.Read(ref _ahead)));
        var inserter = new Inserter(
            _server, new TaSchemaInstaller(_server, new TaTableOptions { Database = "db" }), _sink, health, metrics, Failpoints.None, TimeProvider.System,
            NullLogger<Inserter>.Instance);
        var end = new ProcessEnd(NullLoggerFactory.Instance) { Exit = _ => { } };
        var guards = new SessionGuards(
            new OverdueCalls(Prometheus.Metrics.NewCustomRegistry(), end, time, NullLogger<OverdueCalls>.Instance),
            new LoopPulses(end, time).Add("sink", LoopPulse.StillFor), time);
        var loop = new SinkLoop(_kafka, _sink, _registry, inserter, health, metrics, Failpoints.None, guards, _logger);
        _running = Task.Factory.StartNew(() => loop.Run(_stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return Task.CompletedTask;
    }

    /// <summary>Counts the lines about records that were put aside.</summary>
    private sealed class SkippedLines : ILogger<SinkLoop>
    {
        private int _lines;

        public int Lines => Volatile.Read(ref _lines);

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Name == "sink_skipped")
            {
                Interlocked.Increment(ref _lines);
            }
        }
    }

    /// <summary>The machine's clock, which counts how often the loop looks at it and can be ahead.</summary>
    private sealed class CountingTime(Action looked, Func<TimeSpan> ahead) : TimeProvider
    {
        public override long GetTimestamp()
        {
            looked();
            return base.GetTimestamp() + (long)(ahead().TotalSeconds * TimestampFrequency);
        }
    }
}
