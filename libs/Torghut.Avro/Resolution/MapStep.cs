namespace Torghut.Avro;

internal sealed class MapStep(ResolutionStep values) : ResolutionStep
{
    public override void Run(ref AvroReader reader, ref AvroWriter writer, int depth)
    {
        CheckDepth(reader, depth);
        for (var count = reader.ReadMapBlock(); count > 0; count = reader.ReadMapBlock())
        {
            writer.WriteMapBlock(count);
            for (var i = 0; i < count; i++)
            {
                writer.WriteBytes(reader.ReadUtf8());
                values.Run(ref reader, ref writer, depth + 1);
            }
        }

        writer.WriteMapEnd();
    }
}
