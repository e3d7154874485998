using Torghut.Common.Configuration;

namespace Torghut.Trading.Advisory;

/// <summary>Whether a configured fail mode counts.</summary>
internal enum FailModeEnforcement
{
    [ConfigurationValue("strict_veto")]
    StrictVeto,

    [ConfigurationValue("configured")]
    Configured,
}
