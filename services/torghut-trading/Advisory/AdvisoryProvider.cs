using Torghut.Common.Configuration;

namespace Torghut.Trading.Advisory;

/// <summary>Whose endpoint is asked first.</summary>
internal enum AdvisoryProvider
{
    [ConfigurationValue("openai")]
    OpenAi,

    [ConfigurationValue("self_hosted")]
    SelfHosted,
}
