using Torghut.Ops.Cluster;
using Torghut.Ops.Snapshots.Classification;
using Torghut.Ops.Snapshots.History;

namespace Torghut.Ops.Snapshots.Probes;

/// <summary>
/// When the API server was heard last: by a probe, by a watch, or by another process whose snapshot was kept. A command lives for one snapshot and remembers
/// nothing of its own.
/// </summary>
/// <param name="context">Name of the cluster that is asked; snapshots of another one say nothing of it.</param>
internal sealed class ServerAnswers(string context, ClusterCopies? copies, SnapshotHistory? history)
{
    private readonly Lock _answering = new();
    private DateTimeOffset? _heard;

    public void Heard(DateTimeOffset at)
    {
        lock (_answering)
        {
            _heard = at;
        }
    }

    /// <summary>Null when nobody ever heard it. A time to come is no time of an answer.</summary>
    public DateTimeOffset? Last(DateTimeOffset now)
    {
        DateTimeOffset? own;
        lock (_answering)
        {
            own = _heard;
        }

        // Each kept snapshot carries on what the one before it knew, so that the newest is enough.
        var watched = copies?.SeenAt;
        return new[] { own, watched, own is null && watched is null ? Kept() : null }.Where(at => at <= now).Max();
    }

    private DateTimeOffset? Kept()
    {
        if (history?.List(1, before: null) is not [var newest] || history.Find(newest.Id) is not { } snapshot || snapshot.Metadata.ClusterContext != context)
        {
            return null;
        }

        return snapshot.Facts.FirstOrDefault(fact => fact.Id == ClusterRules.Api) is not { } fact ? null
            : fact.Ok ? fact.ObservedAt
            : fact.Time(ClusterRules.AnsweredAt);
    }
}
