using Confluent.Kafka;
using Torghut.Common.Kafka;
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
    private readonly Action<string, int, long, Refusal> _refused;
    private readonly PartitionPosition[] _positions = new PartitionPosition[3];
    private readonly long _watermarkAlignmentNanos;
    private long _lastCommit;
    private GuardedCall? _commit;

    public PartitionTask(
        int partition, TaKafkaOptions kafka, TaComputeOptions compute, RecordEncoders encoders, IPartitionWriter writer,
        Action<string, int, long, Refusal> refused, TimeProvider time, SymbolBudget? budget = null)
    {
        _refused = refused;
        _kafka = kafka;
        _compute = compute;
        _time = time;
        _writer = writer;
        _output = new PartitionOutput(encoders, writer, kafka);
        Engine = new PartitionEngine(partition, compute.ToEngineOptions(kafka.TradesTopic), _output, budget);
        _watermarkAlignmentNanos = (long)compute.WatermarkAlignment.TotalMilliseconds * Nanos.PerMillisecond;
        _lastCommit = time.GetTimestamp();
        for (var i = 0; i < _positions.Length; i++)
        {
            _positions[i].Next = -1;
            _positions[i].End = -1;
            _positions[i].LastActivity = _lastCommit;
            _positions[i].ConfirmedAt = _lastCommit;
        }
    }

    public int Partition => Engine.Partition;

    public PartitionEngine Engine { get; }

    public long BarEvents { get; private set; }

    public IReadOnlyList<long> SignalIngestTimes => _output.SignalIngestTimes;

    public ref readonly PartitionPosition Position(InputKind kind) => ref _positions[(int)kind];

    /// <summary>Next offset to read of each log.</summary>
    public CommittedOffsets Next => new(
        _positions[(int)InputKind.Trade].Next, _positions[(int)InputKind.Quote].Next, _positions[(int)InputKind.Bar].Next);

    /// <summary>Whether the group has committed this partition before, so that its saved state belongs to what is read next.</summary>
    public bool IsResumed { get; private set; }

    /// <inheritdoc cref="IPartitionWriter.BeginInitTransactions"/>
    public GuardedCall? BeginInitTransactions() => _writer.BeginInitTransactions();

    /// <summary>Sets where a log is read from next.</summary>
    public void StartAt(InputKind kind, StartOffset start)
    {
        ref var position = ref _positions[(int)kind];
        position.Next = start.Offset;
        position.Fetched = start.Offset;
        position.Moved = !start.IsCommitted || start.Gap > 0;
        IsResumed |= start.IsCommitted;
        InputGap += start.Gap;
    }

    /// <summary>Records of its logs that retention took before they were read, since the partition was taken over.</summary>
    public long InputGap { get; private set; }

    private void Process(in InputRecord record, long offset)
    {
        ref var position = ref _positions[(int)record.Kind];
        position.Next = offset + 1;
        position.Moved = true;
        position.LastActivity = _time.GetTimestamp();
        if (record.Failure != DecodeFailure.None)
        {
            Refuse(record, offset, new Refusal(record.Reason!, IsImplausible: false));
        }
        else if ((record.Implausible ?? Apply(record, offset)) is { } reason)
        {
            Refuse(record, offset, new Refusal(Describe(record, reason), IsImplausible: true));
        }
        else
        {
            _recent.Applied++;
        }
    }

    private void Refuse(in InputRecord record, long offset, Refusal refusal)
    {
        _recent.Refused++;
        _output.DeadLetter(TopicOf(record.Kind), Partition, offset, refusal.Reason, record.Key, record.Value);
        _refused(TopicOf(record.Kind), Partition, offset, refusal);
    }

    private static string Describe(in InputRecord record, string reason) => record.Kind == InputKind.Quote
        ? Plausibility.Describe(reason, record.Quote.EventTs, record.Quote.IngestTs)
        : Plausibility.Describe(reason, record.Trade.EventTs, record.Trade.IngestTs);

    public bool CommitIsDue => !IsCommitting && _time.GetElapsedTime(_lastCommit) >= _compute.CheckpointInterval && HasUncommitted;

    /// <summary>Whether records that others wait for are not committed yet and no commit is under way.</summary>
    public bool HasOutputs => !IsCommitting && _output.Uncommitted > 0;

    public bool HasUncommitted => _output.Uncommitted > 0 || Engine.Changed.Count > 0 || Engine.Evicted.Count > 0 || _tombstones.Count > 0
        || _positions.Any(position => position.Moved);

    /// <summary>Whether a commit is under way. Records wait meanwhile, and nothing is derived.</summary>
    public bool IsCommitting => _commit is not null;

    /// <summary>When the commit under way began, in the time provider's timestamps.</summary>
    public long CommitBegan { get; private set; }

    /// <summary>Begins to make everything processed so far permanent.</summary>
    public void BeginCommit()
    {
        CommitBegan = _time.GetTimestamp();
        SaveState();
        _commit = _writer.BeginCommit(_changelog);
    }

    /// <summary>Waits a while for the commit under way and tells whether it has ended, in which case everything it covers is permanent.</summary>
    /// <exception cref="CallOverdueException">The client does not return.</exception>
    /// <exception cref="KafkaException">The commit failed, or nobody knows whether it did.</exception>
    public bool TryEndCommit(TimeSpan atMost)
    {
        if (!_commit!.TryWait(atMost))
        {
            return false;
        }

        _commit = null;
        Engine.ClearChanged();
        _tombstones.Clear();
        _output.Committed();
        for (var i = 0; i < _positions.Length; i++)
        {
            _positions[i].Moved = false;
        }

        _lastCommit = _time.GetTimestamp();
        return true;
    }

    /// <inheritdoc cref="IPartitionWriter.BeginAbortTransaction"/>
    public GuardedCall? BeginAbortTransaction() => _writer.BeginAbortTransaction();

    public void Dispose()
    {
        Engine.Release();
        _writer.Dispose();
    }

    public string TopicOf(InputKind kind) => kind switch
    {
        InputKind.Trade => _kafka.TradesTopic,
        InputKind.Quote => _kafka.QuotesTopic,
        _ => _kafka.Bars1mTopic,
    };

    /// <summary>Null, or why the engine refused the event.</summary>
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

        return outcome == EventOutcome.Implausible ? Engine.Refusal : null;
    }
}
