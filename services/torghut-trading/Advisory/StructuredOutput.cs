using Torghut.Common.Configuration;

namespace Torghut.Trading.Advisory;

/// <summary>How an endpoint is asked for the answer's form; whatever was asked, the answer is checked alike.</summary>
internal enum StructuredOutput
{
    [ConfigurationValue("json_schema")]
    JsonSchema,

    [ConfigurationValue("json_object")]
    JsonObject,

    [ConfigurationValue("none")]
    None,
}
