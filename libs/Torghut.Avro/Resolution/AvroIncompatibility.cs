namespace Torghut.Avro;

/// <summary>One reason.</summary>
/// <param name="Path">Where in the reader's schema, for example <c>Trade.payload.p</c>.</param>
public sealed record AvroIncompatibility(AvroIncompatibilityKind Kind, string Path, string Message)
{
    public override string ToString() => $"{Kind} at {(Path.Length == 0 ? "the root" : Path)}: {Message}";
}
