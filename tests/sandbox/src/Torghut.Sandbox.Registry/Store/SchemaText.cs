using Torghut.Avro;

namespace Torghut.Sandbox.Registry.Store;

/// <summary>A schema that was checked.</summary>
/// <param name="Text">As Confluent's registry renders it; two texts of one schema give the same.</param>
/// <param name="Schema">With the types of its references in it.</param>
internal sealed record SchemaText(string Text, AvroSchema Schema, SchemaAttachments Attachments);
