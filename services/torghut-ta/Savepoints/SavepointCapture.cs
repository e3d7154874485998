using Torghut.Common.Drills;
using Torghut.Ta.Kafka;
using Torghut.Ta.Runtime;

namespace Torghut.Ta.Savepoints;

/// <summary>
/// Takes a savepoint from what a group has committed. The job may run meanwhile: the changelog holds each commit's offsets beside its
/// states, so every partition is seen at one of its commits.
/// </summary>
internal sealed class SavepointCapture(KafkaClients clients, Failpoints failpoints, TimeProvider time)
{
    /// <exception cref="SavepointException">The group has committed nothing, or not yet for every partition.</exception>
    public Savepoint Take(CancellationToken cancellationToken)
    {
        var options = clients.Options;
        using var admin = clients.Admin();
        var partitions = Enumerable.Range(0, CoPartitioning.PartitionCount(admin, options)).ToList();
        var changelogs = new StateRestorer(clients, failpoints, time).Read(partitions, static () => { }, cancellationToken);
        var missing = partitions.Where(partition => changelogs[partition].Offsets is null).ToList();
        if (missing.Count > 0)
        {
            throw new SavepointException(
                $"Group {options.GroupId} has no commit for partition {string.Join(", ", missing)} in {options.StateTopic}. Let the job run until it has committed, then try again.");
        }

        return new Savepoint(
            time.GetUtcNow(), options.GroupId, [options.TradesTopic, options.QuotesTopic, options.Bars1mTopic],
            [.. partitions.Select(partition => new SavedPartition(changelogs[partition].Offsets!.Value, changelogs[partition].States))]);
    }
}
