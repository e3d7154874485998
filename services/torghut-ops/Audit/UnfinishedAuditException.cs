namespace Torghut.Ops.Audit;

/// <summary>The change was made, and the audit could not be told so: it has the intention alone.</summary>
internal sealed class UnfinishedAuditException(Exception cause) : Exception("The change was made; the audit has no end of it.", cause);
