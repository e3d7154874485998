using Torghut.Common.Configuration;

namespace Torghut.Trading.Advisory;

/// <summary>Endpoints differ in the name of this parameter, and refuse the other.</summary>
internal enum TokenParameter
{
    [ConfigurationValue("max_completion_tokens")]
    MaxCompletionTokens,

    [ConfigurationValue("max_tokens")]
    MaxTokens,
}
