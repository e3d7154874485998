using System.Text.Json;

namespace Torghut.Ops.Audit;

/// <summary>One line of the audit.</summary>
/// <param name="ChangeId">The command that wrote it.</param>
internal sealed record AuditEntry(string ChangeId, string Action, AuditPhase Phase, string Reason, string Detail)
{
    /// <summary>Null for a line that a crash cut short.</summary>
    public static AuditEntry? Parse(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var entry = json.RootElement;
            return new AuditEntry(
                entry.GetProperty("change_id").GetString() ?? "",
                entry.GetProperty("action").GetString() ?? "",
                Enum.Parse<AuditPhase>(entry.GetProperty("phase").GetString() ?? "", ignoreCase: true),
                entry.GetProperty("reason").GetString() ?? "",
                entry.GetProperty("detail").GetString() ?? "");
        }
        catch (Exception damaged) when (damaged is JsonException or KeyNotFoundException or ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
