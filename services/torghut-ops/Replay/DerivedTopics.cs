using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Torghut.Ops.Audit;
using Torghut.Ops.Drills;

namespace Torghut.Ops.Replay;

/// <summary>
/// Deletes the derived topics and makes them anew, after it has copied them; puts the copies back. No other topic can be named here. States of groups stay
/// where they are, in the changelog, each under its group's name.
/// </summary>
internal sealed class DerivedTopics(ReplayContext context, ReplayRecords records)
{
    /// <summary>What the audit calls one.</summary>
    public const string Action = "ta-replay.topic";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    private readonly ReplayLogs _logs = context.Logs;

    /// <summary>Reports what a run that was killed left open.</summary>
    public async Task ResolveAsync()
    {
        foreach (var entry in context.Audit.Unknown(Action))
        {
            // A restore begins by deleting, so that one that was not reported is made again from its beginning.
            var parts = entry.Detail.Split(' ');
            var isDone = parts is [var id, "remake", var topic] && records.Find(id) is { } record && await IsAnewAsync(record, topic);
            context.Audit.Write(isDone ? AuditPhase.Done : AuditPhase.Failed, Action, entry.Reason, entry.Detail);
            context.Say($"resolved  {entry.Detail}: {(isDone ? "was done" : "was not done, or not to its end")}");
        }
    }

    /// <summary>Copies both topics, then makes each anew, empty.</summary>
    public async Task<ReplayRecord> RemakeAsync(ReplayRecord record, string reason, CancellationToken cancellationToken)
    {
        if (!record.Has(ReplayStep.Copy))
        {
            record = await CopyAsync(record, cancellationToken);
            context.Failpoints.Hit(FailpointNames.ReplayBackedUp);
        }

        if (record.Has(ReplayStep.Remake))
        {
            return record;
        }

        foreach (var shape in record.Shapes)
        {
            if (await IsAnewAsync(record, shape.Name))
            {
                continue;
            }

            await RequireCopiedAsync(record, shape.Name);
            context.Audit.Write(AuditPhase.Intended, Action, reason, $"{record.ReplayId} remake {shape.Name}");
            await DeleteAsync(shape.Name, cancellationToken);
            context.Failpoints.Hit(FailpointNames.ReplayTopicDeleted);
            await CreateAsync(shape, cancellationToken);
            context.Failpoints.Hit(FailpointNames.ReplayTopicMade);
            context.Audit.Write(AuditPhase.Done, Action, reason, $"{record.ReplayId} remake {shape.Name}");
            context.Say($"{ReplayStep.Remake,-18}{shape.Name} is empty");
        }

        return Save(record, ReplayStep.Remake);
    }

    /// <summary>Gives both topics what was copied, and the former sink its place in them.</summary>
    public async Task<ReplayRecord> RestoreAsync(ReplayRecord record, string reason, CancellationToken cancellationToken)
    {
        if (!record.Has(ReplayStep.Copy) || record.Has(ReplayStep.RollbackTopics))
        {
            return record;
        }

        foreach (var shape in record.Shapes)
        {
            // A run that was killed between deleting and making leaves no topic at all: that one is restored too.
            var isWhole = _logs.Partitions(shape.Name).Count == shape.Partitions;
            if (!record.Has(ReplayStep.Remake) && isWhole && !await IsAnewAsync(record, shape.Name))
            {
                continue;
            }

            TopicCopy.Check(CopyOf(record, shape.Name));
            context.Audit.Write(AuditPhase.Intended, Action, reason, $"{record.ReplayId} restore {shape.Name}");
            await DeleteAsync(shape.Name, cancellationToken);
            await CreateAsync(shape, cancellationToken);
            var count = await FillAsync(record, shape.Name);
            context.Audit.Write(AuditPhase.Done, Action, reason, $"{record.ReplayId} restore {shape.Name}");
            context.Say($"{ReplayStep.RollbackTopics,-18}{shape.Name} has its {count} records again");
        }

        return Save(record, ReplayStep.RollbackTopics);
    }

    private async Task<ReplayRecord> CopyAsync(ReplayRecord record, CancellationToken cancellationToken)
    {
        var shapes = new List<TopicShape>();
        foreach (var topic in ReplayLogs.Derived)
        {
            shapes.Add(await ShapeAsync(topic));
            var count = TopicCopy.Write(CopyOf(record, topic), take => _logs.ReadAll(topic, take, cancellationToken));
            context.Say($"{ReplayStep.Copy,-18}{count} records of {topic}");
        }

        var positions = await _logs.PositionsAsync(ReplayLogs.SinkOf(record.Former.Group), ReplayLogs.Derived);
        return Save(
            record with { Shapes = shapes, SinkPositions = [.. positions.Select(at => new GroupPosition(at.Key.Topic, at.Key.Partition, at.Value))] },
            ReplayStep.Copy);
    }

    private ReplayRecord Save(ReplayRecord record, string step)
    {
        record = record with { Done = [.. record.Done, step] };
        records.Save(record);
        return record;
    }

    private string CopyOf(ReplayRecord record, string topic) => records.PathOf(record.ReplayId, $".{topic}.gz");

    /// <summary>A log that ends before the end it had is another one.</summary>
    private async Task<bool> IsAnewAsync(ReplayRecord record, string topic)
    {
        var now = await _logs.ReadAsync(topic);
        var before = record.DerivedEnds.Where(end => end.Topic == topic).ToDictionary(end => end.Partition, end => end.End);
        return now.Count > 0 && now.Count == before.Count
            && (before.Values.All(end => end == 0) || now.Any(log => log.End < before.GetValueOrDefault(log.Partition)));
    }

    /// <summary>What is deleted must be in the copy, and the copy must be readable.</summary>
    private async Task RequireCopiedAsync(ReplayRecord record, string topic)
    {
        TopicCopy.Check(CopyOf(record, topic));
        var copied = record.DerivedEnds.Where(end => end.Topic == topic).ToDictionary(end => end.Partition, end => end.End);
        if ((await _logs.ReadAsync(topic)).Any(log => log.End != copied.GetValueOrDefault(log.Partition)))
        {
            throw new ReplayException($"{topic} was written to since it was copied; nothing of it was deleted. Take this replay back and begin another one.");
        }
    }

    private async Task<TopicShape> ShapeAsync(string topic)
    {
        var metadata = _logs.Admin.GetMetadata(topic, Timeout).Topics.Single();
        var described = await _logs.Admin.DescribeConfigsAsync([new ConfigResource { Type = ResourceType.Topic, Name = topic }]);
        var settings = described[0].Entries.Values.Where(entry => entry.Source == ConfigSource.DynamicTopicConfig)
            .ToDictionary(entry => entry.Name, entry => entry.Value, StringComparer.Ordinal);
        return new TopicShape(topic, metadata.Partitions.Count, (short)metadata.Partitions[0].Replicas.Length, settings);
    }

    private async Task DeleteAsync(string topic, CancellationToken cancellationToken)
    {
        if (_logs.Partitions(topic).Count > 0)
        {
            await _logs.Admin.DeleteTopicsAsync([topic], new DeleteTopicsOptions { OperationTimeout = Timeout, RequestTimeout = Timeout });
        }

        var began = context.Time.GetTimestamp();
        while (_logs.Partitions(topic).Count > 0)
        {
            await WaitAsync(began, $"{topic} is still there", cancellationToken);
        }
    }

    private async Task CreateAsync(TopicShape shape, CancellationToken cancellationToken)
    {
        var specification = new TopicSpecification
        {
            Name = shape.Name,
            NumPartitions = shape.Partitions,
            ReplicationFactor = shape.Replicas,
            Configs = new Dictionary<string, string>(shape.Settings),
        };
        for (var began = context.Time.GetTimestamp(); ;)
        {
            try
            {
                await _logs.Admin.CreateTopicsAsync([specification], new CreateTopicsOptions { OperationTimeout = Timeout, RequestTimeout = Timeout });
                break;
            }
            catch (CreateTopicsException exists) when (exists.Results.All(result => result.Error.Code == ErrorCode.TopicAlreadyExists))
            {
                // What is being deleted is there for a while.
                await WaitAsync(began, $"{shape.Name} cannot be made yet", cancellationToken);
            }
        }

        for (var began = context.Time.GetTimestamp(); _logs.Partitions(shape.Name).Count != shape.Partitions;)
        {
            await WaitAsync(began, $"{shape.Name} is not there yet", cancellationToken);
        }
    }

    private async Task WaitAsync(long began, string what, CancellationToken cancellationToken)
    {
        if (context.Time.GetElapsedTime(began) > Timeout)
        {
            throw new ReplayException($"{what} after {Timeout.TotalSeconds:0} s; the same command goes on from here.");
        }

        await Task.Delay(Interval, context.Time, cancellationToken);
    }

    private async Task<long> FillAsync(ReplayRecord record, string topic)
    {
        var count = 0L;
        var places = record.SinkPositions.Where(at => at.Topic == topic).ToDictionary(at => at.Partition, at => (at.Offset, Before: 0L));
        using var producer = new ProducerBuilder<byte[]?, byte[]?>(_logs.Connection.ToProducerConfig()).SetLogHandler(static (_, _) => { }).Build();
        Error? failure = null;
        foreach (var copied in TopicCopy.Read(CopyOf(record, topic)))
        {
            var message = new Message<byte[]?, byte[]?>
            {
                Key = copied.Key,
                Value = copied.Value,
                Headers = copied.Headers,
                Timestamp = new Timestamp(copied.TimestampMs, TimestampType.CreateTime),
            };
            Produce(producer, new TopicPartition(topic, copied.Partition), message, error => failure ??= error);
            if (places.TryGetValue(copied.Partition, out var place) && copied.Offset < place.Offset)
            {
                places[copied.Partition] = place with { Before = place.Before + 1 };
            }

            count++;
        }

        producer.Flush(Timeout);
        if (failure is not null || producer.Flush(TimeSpan.Zero) > 0)
        {
            throw new KafkaException(failure ?? new Error(ErrorCode.Local_TimedOut, $"{topic} did not take all records in time"));
        }

        // The log has other numbers now; the sink goes on behind the same record.
        if (places.Count > 0)
        {
            await _logs.MoveAsync(
                ReplayLogs.SinkOf(record.Former.Group), places.Select(place => new TopicPartitionOffset(topic, place.Key, place.Value.Before)));
        }

        return count;
    }

    private static void Produce(
        IProducer<byte[]?, byte[]?> producer, TopicPartition to, Message<byte[]?, byte[]?> message, Action<Error> failed)
    {
        while (true)
        {
            try
            {
                producer.Produce(to, message, report =>
                {
                    if (report.Error.IsError)
                    {
                        failed(report.Error);
                    }
                });
                return;
            }
            catch (ProduceException<byte[]?, byte[]?> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                producer.Poll(Interval);
            }
        }
    }
}
