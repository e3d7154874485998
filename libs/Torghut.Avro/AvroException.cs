namespace Torghut.Avro;

/// <summary>A datum could not be read, written or resolved. The data is at fault, so a retry cannot help.</summary>
public sealed class AvroException : Exception
{
    public AvroException(AvroError error, int position, string message)
        : base($"{message} (at byte {position})")
    {
        Error = error;
        Position = position;
    }

    /// <summary>Why.</summary>
    public AvroError Error { get; }

    /// <summary>Offset within the datum, bytes, of the value that could not be handled.</summary>
    public int Position { get; }

    /// <summary>Always false: the same bytes fail again.</summary>
    public bool IsTransient { get; }
}
