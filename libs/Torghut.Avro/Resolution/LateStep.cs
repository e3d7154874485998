namespace Torghut.Avro;

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
