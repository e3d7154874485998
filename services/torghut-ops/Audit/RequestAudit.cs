namespace Torghut.Ops.Audit;

/// <summary>The audit of what is changed over HTTP, where requests come at the same time. Where no file is configured, the log alone has it.</summary>
internal sealed class RequestAudit(AuditOptions options, TimeProvider time)
{
    private readonly Lock _writing = new();

    /// <summary>Makes a change between two lines of the audit.</summary>
    /// <exception cref="IOException">The audit could not be written; when it was the first line, nothing was changed.</exception>
    public T Made<T>(string action, string actor, string reason, string what, Func<T> change)
    {
        var trail = new AuditTrail(options, actor, time);
        if (!trail.IsKept)
        {
            return change();
        }

        lock (_writing)
        {
            trail.Write(AuditPhase.Intended, action, reason, what);
            try
            {
                var made = change();
                trail.Write(AuditPhase.Done, action, reason, what);
                return made;
            }
            catch
            {
                trail.Write(AuditPhase.Failed, action, reason, what);
                throw;
            }
        }
    }
}
