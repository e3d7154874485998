namespace Torghut.Ops.Audit;

/// <summary>The audit of what is changed over HTTP, where requests come at the same time. Where no file is configured, the log alone has it.</summary>
internal sealed class RequestAudit(AuditOptions options, TimeProvider time)
{
    private readonly Lock _writing = new();

    /// <summary>Makes a change between two lines of the audit.</summary>
    /// <exception cref="IOException">The audit could not be written, and nothing was changed.</exception>
    /// <exception cref="UnfinishedAuditException">It was changed.</exception>
    public T Made<T>(string action, string actor, string reason, string what, Func<T> change)
    {
        var trail = new AuditTrail(options, actor, time);
        if (!trail.IsKept)
        {
            return change();
        }

        lock (_writing)
        {
            using var running = trail.Begin();
            trail.Write(AuditPhase.Intended, action, reason, what);
            T made;
            try
            {
                made = change();
            }
            catch
            {
                _ = EndOf(trail, AuditPhase.Failed, action, reason, what);
                throw;
            }

            return EndOf(trail, AuditPhase.Done, action, reason, what) is { } unwritten ? throw new UnfinishedAuditException(unwritten) : made;
        }
    }

    /// <summary>Why the end could not be written; null when it was. An intention without an end is unknown, which is the truth then.</summary>
    private static Exception? EndOf(AuditTrail trail, AuditPhase phase, string action, string reason, string what)
    {
        try
        {
            trail.Write(phase, action, reason, what);
            return null;
        }
        catch (Exception unwritten) when (unwritten is IOException or UnauthorizedAccessException)
        {
            return unwritten;
        }
    }
}
