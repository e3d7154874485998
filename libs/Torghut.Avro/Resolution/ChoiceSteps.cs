namespace Torghut.Avro;

/// <summary>The writer's union: each branch is resolved on its own.</summary>
internal sealed class WriterUnionStep(ResolutionStep[] branches) : ResolutionStep
{
    public override void Run(ref AvroReader reader, ref AvroWriter writer, int depth)
    {
        CheckDepth(reader, depth);
        branches[reader.ReadUnionIndex(branches.Length)].Run(ref reader, ref writer, depth + 1);
    }
}

/// <summary>The reader's union: the value goes to one branch of it.</summary>
internal sealed class ReaderUnionStep(int branch, ResolutionStep value) : ResolutionStep
{
    public override void Run(ref AvroReader reader, ref AvroWriter writer, int depth)
    {
        writer.WriteUnionIndex(branch);
        value.Run(ref reader, ref writer, depth);
    }
}

/// <summary>Maps the writer's enum indexes to the reader's; -1 has no counterpart.</summary>
internal sealed class EnumStep(EnumSchema symbols, int[] indexes) : ResolutionStep
{
    public override void Run(ref AvroReader reader, ref AvroWriter writer, int depth)
    {
        var start = reader.Position;
        var index = reader.ReadEnum(indexes.Length);
        if (indexes[index] < 0)
            throw new AvroException(AvroError.Unresolvable, start, $"the reader's {symbols.FullName} has no symbol '{symbols.Symbols[index]}' and no default");
        writer.WriteEnum(indexes[index]);
    }
}
