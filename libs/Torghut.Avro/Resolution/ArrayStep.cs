namespace Torghut.Avro;

internal sealed class ArrayStep(AvroSchema writerItems, ResolutionStep items) : ResolutionStep
{
    public override void Run(ref AvroReader reader, ref AvroWriter writer, int depth)
    {
        CheckDepth(reader, depth);
        var canBeEmpty = writerItems.CanBeEmpty;
        for (var count = reader.ReadBlock(canBeEmpty); count > 0; count = reader.ReadBlock(canBeEmpty))
        {
            writer.WriteArrayBlock(count);
            for (var i = 0; i < count; i++)
            {
                items.Run(ref reader, ref writer, depth + 1);
            }
        }

        writer.WriteArrayEnd();
    }
}
