using System.Globalization;
using Torghut.Avro;

namespace Torghut.Ops.Schemas;

/// <summary>One subject of a plan.</summary>
/// <param name="Id">The schema's id where it is registered.</param>
internal sealed record SchemaLine(string Subject, AvroSchema Schema, SchemaState State, int? Id)
{
    public string ToText() => string.Create(
        CultureInfo.InvariantCulture, $"{State.ToString().ToLowerInvariant(),-13}{Subject}{(Id is { } id ? $" (id {id})" : "")}");
}
