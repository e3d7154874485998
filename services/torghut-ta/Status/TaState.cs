using Torghut.Common.Health;
using Torghut.Ta.Observability;

namespace Torghut.Ta.Status;

/// <summary>What the parts of the service last said about themselves; read by probes, heartbeats and <c>/ta/status</c>.</summary>
internal sealed class TaState(TaServiceOptions service) : IReadiness
{
    private volatile ComputeSnapshot _compute = ComputeSnapshot.Starting;
    private volatile SinkSnapshot _sink = SinkSnapshot.Off;

    private volatile string? _kafkaError;

    public JobState JobState => service.JobState;

    public ComputeSnapshot Compute
    {
        get => _compute;
        set => _compute = value;
    }

    /// <summary>What stands between this process and the brokers; null when nothing does.</summary>
    public string? KafkaError
    {
        get => _kafkaError;
        set => _kafkaError = value;
    }

    public SinkSnapshot Sink
    {
        get => _sink;
        set => _sink = value;
    }

    /// <summary><c>ok</c>, <c>degraded:&lt;reason&gt;</c> or <c>suspended</c>.</summary>
    public string Status
    {
        get
        {
            if (JobState == JobState.Suspended)
            {
                return "suspended";
            }

            if ((_compute.ErrorClass ?? _kafkaError) is { } error)
            {
                return "degraded:" + error;
            }

            if (_compute.PartitionFault is { } fault)
            {
                return "degraded:" + fault;
            }

            return _sink.Cause is { } cause ? "degraded:sink_" + cause : "ok";
        }
    }

    /// <summary>A sink that an operator paused is as it should be; one that ClickHouse stops is not.</summary>
    public ReadinessReport Current
    {
        get
        {
            var (compute, sink, kafka) = (_compute, _sink, _compute.ErrorClass ?? _kafkaError);
            var fault = compute.PartitionFault;
            if (JobState == JobState.Suspended)
            {
                return ReadinessReport.Of(null, ("suspended", true));
            }

            var stored = sink.Cause is null or SinkSnapshot.ByConfiguration or SinkSnapshot.ByRegistry or SinkErrorClasses.DeadLetter;
            return ReadinessReport.Of(
                kafka ?? (compute.Joined ? fault ?? sink.Cause : "not_joined"),
                ("kafka", kafka is null),
                ("joined", compute.Joined),
                ("partitions", fault is null),
                ("clickhouse", stored),
                ("dead_letters", sink.Cause is not SinkErrorClasses.DeadLetter));
        }
    }
}
