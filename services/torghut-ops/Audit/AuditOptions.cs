using Torghut.Common.Configuration;

namespace Torghut.Ops.Audit;

/// <summary>Where is written who changed what.</summary>
internal sealed class AuditOptions
{
    [ConfigurationKey("OPS_AUDIT_FILE", "File that every change is written to before and after it is made; without one every change is refused.")]
    public string File { get; set; } = "";
}
