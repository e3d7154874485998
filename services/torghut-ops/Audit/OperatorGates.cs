namespace Torghut.Ops.Audit;

/// <summary>What every command that changes something demands of the person who gives it, and how it refuses. Each gate is null when it holds.</summary>
internal static class OperatorGates
{
    private const int LongestReason = 1_000;

    public static Gate? Confirmation(string typed, string word) => typed == word ? null : new("confirmation", $"type --confirm {word}");

    /// <summary>On one line: it stands in commits, where a line of its own could pass for a trailer.</summary>
    public static Gate? Reason(string reason) => string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason || reason.Any(char.IsControl)
        ? new("reason", $"say why in one line of at most {LongestReason} characters with --reason") : null;

    public static Gate? Kept(AuditTrail audit) => audit.IsKept ? null : new("audit", "OPS_AUDIT_FILE is not set");

    /// <summary>The first of the three that does not hold.</summary>
    public static Gate? First(string typed, string word, string reason, AuditTrail audit) =>
        Confirmation(typed, word) ?? Reason(reason) ?? Kept(audit);

    /// <summary>The line that a person reads, and the audit where one is kept. A refusal stands whether or not it could be written down.</summary>
    public static async Task RefuseAsync(AuditTrail audit, string action, string reason, string what, Gate gate)
    {
        await Console.Error.WriteLineAsync($"Refused, nothing was changed. Gate {gate}.");
        if (WriteRefusal(audit, action, reason, what, gate) is { } failure)
        {
            await Console.Error.WriteLineAsync($"The refusal is not in the audit: {failure}");
        }
    }

    /// <summary>Why a refusal could not be written into the audit; null when it was, or when none is kept.</summary>
    public static string? WriteRefusal(AuditTrail audit, string action, string reason, string what, Gate gate)
    {
        if (!audit.IsKept)
        {
            return null;
        }

        try
        {
            audit.Write(AuditPhase.Refused, action, reason, what.Length == 0 ? $"{gate}" : $"{what}: {gate}");
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }
}
