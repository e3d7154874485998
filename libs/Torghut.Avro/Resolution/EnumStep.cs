namespace Torghut.Avro;

/// <summary>Maps the writer's enum indexes to the reader's; -1 has no counterpart.</summary>
internal sealed class EnumStep(EnumSchema symbols, int[] indexes) : ResolutionStep
{
    public override void Run(ref AvroReader reader, ref AvroWriter writer, int depth)
    {
        var start = reader.Position;
        var index = reader.ReadEnum(indexes.Length);
        if (indexes[index] < 0)
        {
            throw new AvroException(AvroError.Unresolvable, start, $"the reader's {symbols.FullName} has no symbol '{symbols.Symbols[index]}' and no default");
        }

        writer.WriteEnum(indexes[index]);
    }
}
