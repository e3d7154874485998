namespace Torghut.Avro;

/// <summary>Which types may stand for which, looking no deeper than the types themselves.</summary>
internal static class SchemaMatch
{
    /// <summary>The same unqualified name, or the writer's is among the reader's aliases.</summary>
    public static bool Names(NamedSchema writer, NamedSchema reader) =>
        writer.Name == reader.Name || reader.Aliases.Any(a => a == writer.SchemaName);

    /// <summary>Index of the reader's branch that takes the writer's type: by name or type first, by promotion then; -1 when none does.</summary>
    public static int Branch(AvroSchema writer, UnionSchema reader)
    {
        var branches = reader.Branches;
        return First(branches, b => b.Type == writer.Type && (writer is not NamedSchema || b.TypeName == writer.TypeName))
            ?? First(branches, b => b.Type == writer.Type && writer is NamedSchema named && Names(named, (NamedSchema)b))
            ?? First(branches, b => PromotionStep.IsAllowed(writer.Type, b.Type))
            ?? -1;
    }

    private static int? First(IReadOnlyList<AvroSchema> branches, Func<AvroSchema, bool> matches)
    {
        for (var i = 0; i < branches.Count; i++)
        {
            if (matches(branches[i]))
            {
                return i;
            }
        }

        return null;
    }
}
