using System.Diagnostics;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Torghut.Common.Drills;
using Torghut.Contracts.Codecs;
using Torghut.Contracts.Decoding;
using Torghut.Contracts.Records;
using Torghut.Ta.Configuration;
using Torghut.Ta.Drills;
using Torghut.Ta.Logging;
using Torghut.Ta.Metrics;
using Torghut.Ta.Runtime;

namespace Torghut.Ta.Sink;

/// <summary>
/// One life of the sink's consumer: derived topics in, rows out, offsets committed once ClickHouse has acknowledged them. Reading goes on
/// while an insert is under way and pauses when the next batch is full as well. Runs on a thread of its own.
/// </summary>
internal sealed partial class SinkLoop(
    KafkaClients clients,
    TaSinkOptions options,
    ISchemaSource registry,
    Inserter inserter,
    SinkHealth health,
    TaMetrics metrics,
    Failpoints failpoints,
    TimeProvider time,
    ILogger<SinkLoop> logger)
{
    private static readonly TimeSpan PollWait = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RevokePatience = TimeSpan.FromSeconds(5);
    private const int RecordsBetweenTurns = 1_024;

    private readonly TaKafkaOptions _kafka = clients.Options;
    private readonly TableLane[] _lanes =
    [
        new(SinkTable.Microbars(clients.Options.MicrobarsTopic, registry, time)),
        new(SinkTable.Signals(clients.Options.SignalsTopic, registry, time)),
    ];

    private IConsumer<byte[]?, byte[]?> _consumer = null!;
    private IProducer<byte[]?, byte[]>? _deadLetters;
    private RecordEncoder<DeadLetter>? _encoder;
    private CancellationToken _stopping;
    private Task? _check;
    private long _lastTick;

    public void Run(CancellationToken ct)
    {
        _stopping = ct;
        inserter.InstallSchemaAsync(ct).GetAwaiter().GetResult();
        TaLog.SchemaReady(logger, options.Database);
        // Rows written twice are harmless and rows left out are not, so a new group reads everything that is retained.
        using var consumer = _consumer = clients.Consumer<byte[]?, byte[]?>(_kafka.GroupId + "-sink", OffsetReset.Earliest)
            .SetPartitionsRevokedHandler((_, _) => Release(settle: true))
            .SetPartitionsLostHandler((_, _) => Release(settle: false))
            .Build();
        try
        {
            consumer.Subscribe(_lanes.Select(lane => lane.Table.Topic));
            while (!ct.IsCancellationRequested) Turn();
        }
        finally
        {
            consumer.Close();
            _deadLetters?.Dispose();
        }
    }

    private void Turn()
    {
        // Only what is there: waiting for one record after the other would let a steady stream keep full batches waiting.
        var taken = 0;
        while (taken < RecordsBetweenTurns && TakeNext(TimeSpan.Zero)) taken++;
        foreach (var lane in _lanes) Advance(lane);
        if (time.GetElapsedTime(_lastTick) >= TickInterval)
        {
            _lastTick = time.GetTimestamp();
            foreach (var lane in _lanes) health.Lag(lane.Table.Table, LagOf(lane));
            CheckServer();
        }

        if (taken < RecordsBetweenTurns) TakeNext(PollWait);
    }

    private bool TakeNext(TimeSpan wait)
    {
        if (_consumer.Consume(wait) is not { } result) return false;
        Take(result);
        return true;
    }

    private void Take(ConsumeResult<byte[]?, byte[]?> result)
    {
        var lane = _lanes[0].Table.Topic == result.Topic ? _lanes[0] : _lanes[1];
        var (partition, offset) = (result.Partition.Value, result.Offset.Value);
        if (result.IsPartitionEOF)
        {
            lane.Ends[partition] = offset;
            return;
        }

        var refused = lane.Table.Append(result.Message.Value, new RecordPosition(result.Topic, partition, offset), lane.Filling.Rows, _stopping);
        if (refused is null)
        {
            lane.Filling.Added(partition, offset, time.GetTimestamp());
            return;
        }

        lane.Filling.Skipped(partition, offset, time.GetTimestamp());
        metrics.DecodeError(refused.Split(':')[0]);
        TaLog.SinkSkipped(logger, result.Topic, partition, offset, refused);
        SendDeadLetter(result, refused);
    }

    private void Advance(TableLane lane)
    {
        if (lane.Insert is { IsCompleted: true }) Acknowledge(lane);
        var full = lane.Filling.Count >= options.BatchSize;
        var due = full || (!lane.Filling.IsEmpty && time.GetElapsedTime(lane.Filling.Began) >= options.FlushInterval);
        if (due && lane.Insert is null)
        {
            lane.Send(inserter, time.GetTimestamp(), _stopping);
            full = false;
        }

        if (full == lane.Paused) return;
        lane.Paused = full;
        var partitions = _consumer.Assignment.Where(p => p.Topic == lane.Table.Topic).ToList();
        if (full) _consumer.Pause(partitions);
        else _consumer.Resume(partitions);
    }

    private void Acknowledge(TableLane lane)
    {
        lane.Insert!.GetAwaiter().GetResult();
        _deadLetters?.Flush(_stopping);
        failpoints.Hit(FailpointNames.InsertedBeforeCommit);
        using var span = TaTracing.Source.StartActivity(TaTracing.CommitOffsets, ActivityKind.Client);
        span?.SetTag("messaging.system", "kafka").SetTag("messaging.destination.name", lane.Table.Topic);
        _consumer.Commit(lane.OnTheWay.Offsets.Next());
        lane.Arrived();
    }

    private List<TopicPartitionOffset> Release(bool settle)
    {
        foreach (var lane in _lanes)
        {
            if (settle) Settle(lane);
            lane.Reset();
        }

        return [];
    }

    /// <summary>Gives an insert under way a moment to end, so that the next owner need not repeat it.</summary>
    private void Settle(TableLane lane)
    {
        try
        {
            if (lane.Insert is { } insert && insert.Wait(RevokePatience)) Acknowledge(lane);
        }
        catch (Exception exception) when (exception is KafkaException or AggregateException or OperationCanceledException)
        {
            TaLog.SinkReleaseFailed(logger, exception, lane.Table.Table);
        }
    }
}
