namespace Torghut.Avro;

/// <summary>The two encodings are the same.</summary>
internal sealed class CopyStep(AvroSchema schema) : ResolutionStep
{
    public override void Run(ref AvroReader reader, ref AvroWriter writer, int depth) => writer.WriteFixed(reader.Slice(schema));
}
