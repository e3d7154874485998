namespace Torghut.Avro;

/// <summary>The reader's union: the value goes to one branch of it.</summary>
internal sealed class ReaderUnionStep(int branch, ResolutionStep value) : ResolutionStep
{
    public override void Run(ref AvroReader reader, ref AvroWriter writer, int depth)
    {
        writer.WriteUnionIndex(branch);
        value.Run(ref reader, ref writer, depth);
    }
}
