using Torghut.Ta.Kafka;

namespace Torghut.Ta.Runtime;

/// <summary>
/// How long calls of the Kafka client may take. Whoever cannot commit within the group's session has lost the group, so that to try for longer is of no
/// use: the
/// others go on, and this member joins again. What is enforced from outside is a little more than what the client is asked to keep.
/// </summary>
/// <param name="Session">After this long without a heartbeat the group gives the partitions to others.</param>
internal readonly record struct CallLimits(TimeSpan Session)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Requests that nobody waits for while the service shuts down or begins anew.</summary>
    public static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    public static CallLimits Of(TaKafkaOptions options) => new(options.SessionTimeout);

    /// <summary>What a commit is given by the client.</summary>
    public TimeSpan Commit => Session * 0.8;

    /// <summary>What a request that begins a session is given by the client: a coordinator that has just died needs its time to come back.</summary>
    public TimeSpan Begin => Session * 2;

    public static TimeSpan Outside(TimeSpan limit) => limit + Grace;
}
