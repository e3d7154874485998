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
