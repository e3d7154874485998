namespace Torghut.Avro;

/// <summary>Reads one value by the writer's schema and writes it by the reader's.</summary>
internal abstract class ResolutionStep
{
    public abstract void Run(ref AvroReader reader, ref AvroWriter writer, int depth);

    protected static void CheckDepth(in AvroReader reader, int depth)
    {
        if (depth > AvroReader.MaxDepth)
            throw new AvroException(AvroError.TooDeep, reader.Position, $"values are nested deeper than {AvroReader.MaxDepth}");
    }
}

/// <summary>The two encodings are the same.</summary>
internal sealed class CopyStep(AvroSchema schema) : ResolutionStep
{
    public override void Run(ref AvroReader reader, ref AvroWriter writer, int depth) => writer.WriteFixed(reader.Slice(schema));
}

/// <summary>No value can be resolved.</summary>
internal sealed class FailStep(string message) : ResolutionStep
{
    public override void Run(ref AvroReader reader, ref AvroWriter writer, int depth) =>
        throw new AvroException(AvroError.Unresolvable, reader.Position, message);
}

/// <summary>Stands for a record that is still being planned, which is how a record contains itself.</summary>
internal sealed class LateStep : ResolutionStep
{
    public ResolutionStep? Target { get; set; }

    public override void Run(ref AvroReader reader, ref AvroWriter writer, int depth)
    {
        CheckDepth(reader, depth);
        Target!.Run(ref reader, ref writer, depth);
    }
}
