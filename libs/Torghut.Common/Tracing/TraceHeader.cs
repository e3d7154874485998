using System.Diagnostics;
using System.Text;
using Confluent.Kafka;

namespace Torghut.Common.Tracing;

/// <summary>The W3C trace context of a Kafka record, see https://www.w3.org/TR/trace-context.</summary>
public static class TraceHeader
{
    public const string Name = "traceparent";

    /// <summary>Length of version 00: version, trace id, span id and flags in hexadecimal with dashes between.</summary>
    private const int Length = 55;

    /// <summary>The sender's span; default when there is none or the header is not what it should be, which is no reason to refuse a record.</summary>
    public static ActivityContext Read(Headers? headers) =>
        headers is not null && headers.TryGetLastBytes(Name, out var bytes) && bytes is { Length: Length } ? Parse(Encoding.Latin1.GetString(bytes)) : default;

    /// <summary>The span that a stored or received <c>traceparent</c> names; default when it names none.</summary>
    public static ActivityContext Parse(string? text) =>
        text is { Length: Length }
        && ActivityContext.TryParse(text, null, isRemote: true, out var context)
        && context.TraceId != default
        && context.SpanId != default
            ? context
            : default;
}
