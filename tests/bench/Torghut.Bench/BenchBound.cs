using System.Text.Json.Serialization;

namespace Torghut.Bench;

/// <summary>Which side of the target is right.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BenchBound>))]
public enum BenchBound
{
    [JsonStringEnumMemberName("at_most")]
    AtMost,

    [JsonStringEnumMemberName("at_least")]
    AtLeast,
}
