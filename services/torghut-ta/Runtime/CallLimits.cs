using Torghut.Ta.Kafka;

namespace Torghut.Ta.Runtime;

/// <summary>
/// How long calls of the Kafka client may take. What is enforced from outside is a little more than what the client is asked to keep.
/// </summary>
/// <param name="Session">After this long without a heartbeat the group gives the partitions to others.</param>
internal readonly record struct CallLimits(TimeSpan Session)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Requests that nobody waits for while the service shuts down or begins anew.</summary>
    public static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    public static CallLimits Of(TaKafkaOptions options) => new(options.SessionTimeout);

    /// <summary>
    /// What a commit is given by the client, and what takes a partition over. When a broker is lost, nothing is taken in until it is given up and others
    /// lead its logs: 9 s by the brokers' default, 10 s for a request that a halted one holds. The group is served meanwhile, and a member that has lost it
    /// lets its commits go.
    /// </summary>
    public static readonly TimeSpan Failover = TimeSpan.FromSeconds(30);

    /// <summary>What the group's loop itself waits for, while it cannot serve the group or others wait for this member.</summary>
    public TimeSpan LoopTimeout => Session * 0.8;

    public static TimeSpan Outside(TimeSpan limit) => limit + Grace;
}
