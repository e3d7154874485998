namespace Torghut.Avro;

/// <summary>Reads one value by the writer's schema and writes it by the reader's.</summary>
internal abstract class ResolutionStep
{
    public abstract void Run(ref AvroReader reader, ref AvroWriter writer, int depth);

    protected static void CheckDepth(in AvroReader reader, int depth)
    {
        if (depth > AvroReader.MaxDepth)
        {
            throw new AvroException(AvroError.TooDeep, reader.Position, $"values are nested deeper than {AvroReader.MaxDepth}");
        }
    }
}
