using Torghut.Common.Configuration;

namespace Torghut.Ops.Snapshots.Probes;

/// <summary>How the newest row of a table is found.</summary>
internal enum FreshnessQueryMode
{
    /// <summary>Precisely, and from the metadata of parts when ClickHouse fails at that.</summary>
    Auto,

    /// <summary>By <c>max()</c> over the rows.</summary>
    Precise,

    /// <summary>From the metadata of parts, which reads no row.</summary>
    [ConfigurationValue("low_memory")]
    LowMemory,
}
