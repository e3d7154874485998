namespace Torghut.Testing.Otlp;

/// <summary>A span as a collector gets it.</summary>
public sealed record CollectedSpan
{
    /// <summary>The resource's <c>service.name</c>.</summary>
    public string Service { get; init; } = "";

    /// <summary>Attributes of the resource.</summary>
    public IReadOnlyDictionary<string, string> Resource { get; init; } = new Dictionary<string, string>();

    public string TraceId { get; set; } = "";

    public string SpanId { get; set; } = "";

    /// <summary>Empty for the first span of a trace.</summary>
    public string ParentId { get; set; } = "";

    public string Name { get; set; } = "";

    /// <summary>The number of OTLP's <c>SpanKind</c>: 1 internal, 2 server, 3 client, 4 producer, 5 consumer.</summary>
    public int Kind { get; set; }

    /// <summary>Nanoseconds since the Unix epoch.</summary>
    public ulong Start { get; set; }

    /// <inheritdoc cref="Start"/>
    public ulong End { get; set; }

    /// <summary>The number of OTLP's <c>StatusCode</c>: 2 is an error.</summary>
    public int Status { get; set; }

    public Dictionary<string, string> Attributes { get; } = new(StringComparer.Ordinal);

    /// <summary>Trace and span ids of linked spans.</summary>
    public List<(string TraceId, string SpanId)> Links { get; } = [];

    /// <summary>An attribute's text; empty when the span does not have it.</summary>
    public string this[string attribute] => Attributes.GetValueOrDefault(attribute, "");

    public override string ToString()
    {
        var attributes = string.Join(' ', Attributes.Select(pair => $"{pair.Key}={pair.Value}"));
        return $"{Service} '{Name}' {SpanId} parent {(ParentId.Length == 0 ? "none" : ParentId)} {attributes}";
    }
}
