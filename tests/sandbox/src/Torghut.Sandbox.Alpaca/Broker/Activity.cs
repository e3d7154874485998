using System.Text.Json.Nodes;

namespace Torghut.Sandbox.Alpaca.Broker;

/// <summary>Something that changed the account: an execution (type <c>FILL</c>) or anything else, with the fields the wire shows beside id and type.</summary>
/// <param name="Id">Time in New York to the millisecond, two colons, an id that occurs once.</param>
/// <param name="Type">Alpaca's word for the kind.</param>
/// <param name="Time">Market time in nanoseconds since the epoch.</param>
/// <param name="Fields">The rest of the entry.</param>
internal sealed record Activity(string Id, string Type, long Time, JsonObject Fields)
{
    public const string Fill = "FILL";

    public bool IsTrade => Type == Fill;

    public JsonObject ToJson()
    {
        var entry = new JsonObject { ["activity_type"] = Type, ["id"] = Id };
        foreach (var (key, value) in Fields)
        {
            entry[key] = value?.DeepClone();
        }

        return entry;
    }
}
