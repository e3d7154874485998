using Torghut.Contracts.Decoding;
using Torghut.Contracts.Time;
using Torghut.Ta.Engine;
using Torghut.Ta.Kafka;

namespace Torghut.Ta.Runtime;

/// <summary>One partition's inputs, engine and writer. Used by the consumer's thread alone.</summary>
internal sealed partial class PartitionTask : IDisposable
{
    private readonly TaKafkaOptions _kafka;
    private readonly TaComputeOptions _compute;
    private readonly TimeProvider _time;
    private readonly IPartitionWriter _writer;
    private readonly PartitionOutput _output;
    private readonly Action<string, int, long, string> _refused;
    private readonly PartitionPosition[] _positions = new PartitionPosition[3];
    private readonly long _watermarkAlignmentNanos;
    private long _lastCommit;

    public PartitionTask(
        int partition, TaKafkaOptions kafka, TaComputeOptions compute, RecordEncoders encoders, IPartitionWriter writer,
        Action<string, int, long, string> refused, TimeProvider time)
    {
        _refused = refused;
        _kafka = kafka;
        _compute = compute;
        _time = time;
        _writer = writer;
        _output = new PartitionOutput(encoders, writer, kafka);
        Engine = new PartitionEngine(partition, compute.ToEngineOptions(kafka.TradesTopic), _output);
        _watermarkAlignmentNanos = (long)compute.WatermarkAlignment.TotalMilliseconds * Nanos.PerMillisecond;
        _lastCommit = time.GetTimestamp();
        for (var i = 0; i < _positions.Length; i++)
        {
            _positions[i].Next = -1;
            _positions[i].End = -1;
            _positions[i].LastActivity = _lastCommit;
        }
    }

    public int Partition => Engine.Partition;

    public PartitionEngine Engine { get; }

    public long BarEvents { get; private set; }

    public IReadOnlyList<long> SignalIngestTimes => _output.SignalIngestTimes;

    public ref readonly PartitionPosition Position(InputKind kind) => ref _positions[(int)kind];

    /// <summary>Whether the group has committed this partition before, so that its saved state belongs to what is read next.</summary>
    public bool IsResumed { get; private set; }

    public void InitTransactions() => _writer.InitTransactions();

    /// <summary>Sets where a log is read from next.</summary>
    /// <param name="committed">Whether that is what the group has committed.</param>
    public void StartAt(InputKind kind, long offset, bool committed)
    {
        ref var position = ref _positions[(int)kind];
        position.Next = offset;
        position.Moved = !committed;
        IsResumed |= committed;
    }

    private void Process(in InputRecord record, long offset)
    {
        ref var position = ref _positions[(int)record.Kind];
        position.Next = offset + 1;
        position.Moved = true;
        position.LastActivity = _time.GetTimestamp();
        var refused = record.Failure != DecodeFailure.None ? record.Reason : Apply(record, offset);
        if (refused is null)
        {
            return;
        }

        _output.DeadLetter(TopicOf(record.Kind), Partition, offset, refused, record.Key, record.Value);
        _refused(TopicOf(record.Kind), Partition, offset, refused);
    }

    public bool CommitIsDue =>
        _time.GetElapsedTime(_lastCommit) >= _compute.CheckpointInterval && HasUncommitted;

    /// <summary>Whether records that others wait for are not committed yet.</summary>
    public bool HasOutputs => _output.Uncommitted > 0;

    public bool HasUncommitted => _output.Uncommitted > 0 || Engine.Changed.Count > 0 || _tombstones.Count > 0 || _positions.Any(position => position.Moved);

    /// <summary>Makes everything processed so far permanent.</summary>
    public void Commit()
    {
        SaveState();
        _writer.Commit(_changelog, Offsets());
        Engine.ClearChanged();
        _tombstones.Clear();
        _output.Committed();
        for (var i = 0; i < _positions.Length; i++)
        {
            _positions[i].Moved = false;
        }

        _lastCommit = _time.GetTimestamp();
    }

    public void AbortTransaction() => _writer.AbortTransaction();

    public void Dispose() => _writer.Dispose();

    public string TopicOf(InputKind kind) => kind switch
    {
        InputKind.Trade => _kafka.TradesTopic,
        InputKind.Quote => _kafka.QuotesTopic,
        _ => _kafka.Bars1mTopic,
    };

    private string? Apply(in InputRecord record, long offset)
    {
        var outcome = EventOutcome.Applied;
        if (record.Kind == InputKind.Trade)
        {
            outcome = Engine.OnTrade(record.Trade, offset);
        }
        else if (record.Kind == InputKind.Quote)
        {
            outcome = Engine.OnQuote(record.Quote, offset);
        }
        else
        {
            BarEvents++;
        }

        return outcome == EventOutcome.Invalid ? "invalid_values: the symbol or the numbers cannot be those of a trade or quote" : null;
    }
}
