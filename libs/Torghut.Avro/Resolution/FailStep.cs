namespace Torghut.Avro;

/// <summary>No value can be resolved.</summary>
internal sealed class FailStep(string message) : ResolutionStep
{
    public override void Run(ref AvroReader reader, ref AvroWriter writer, int depth) =>
        throw new AvroException(AvroError.Unresolvable, reader.Position, message);
}
