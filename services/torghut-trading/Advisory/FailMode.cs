using Torghut.Common.Configuration;

namespace Torghut.Trading.Advisory;

/// <summary>What no advice means.</summary>
internal enum FailMode
{
    [ConfigurationValue("veto")]
    Veto,

    [ConfigurationValue("pass_through")]
    PassThrough,
}
