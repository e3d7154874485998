using Torghut.Common.Configuration;

namespace Torghut.Common.Tests.Configuration;

internal enum SampleMode
{
    [ConfigurationValue("AT_LEAST_ONCE")]
    AtLeastOnce,

    [ConfigurationValue("EXACTLY_ONCE")]
    ExactlyOnce,
}
