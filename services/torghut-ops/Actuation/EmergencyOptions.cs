using Torghut.Common.Configuration;

namespace Torghut.Ops.Actuation;

/// <summary>How live objects are changed in an emergency.</summary>
internal sealed class EmergencyOptions
{
    [ConfigurationKey("OPS_EMERGENCY_RECHECK_SECONDS", "How long after a patch it is looked at again.", Min = 1, Max = 600)]
    public TimeSpan Recheck { get; set; } = TimeSpan.FromSeconds(30);
}
