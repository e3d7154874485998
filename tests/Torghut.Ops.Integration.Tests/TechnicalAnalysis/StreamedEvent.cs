using System.Globalization;
using System.Text.Json;

namespace Torghut.Ops.Integration.Tests.TechnicalAnalysis;

/// <summary>A server-sent event.</summary>
/// <param name="Name">Null where it only moves the id.</param>
/// <param name="Id">To resume behind it.</param>
/// <param name="Data">JSON; empty where there is none.</param>
internal sealed record StreamedEvent(string? Name, string Id, string Data)
{
    /// <summary>Where the record lies that it was made of: <c>topic/partition@offset</c>.</summary>
    public string Source
    {
        get
        {
            using var json = JsonDocument.Parse(Data);
            var source = json.RootElement.GetProperty("source");
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{source.GetProperty("topic").GetString()}/{source.GetProperty("partition").GetInt32()}@{source.GetProperty("offset").GetInt64()}");
        }
    }
}
