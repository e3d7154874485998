namespace Torghut.Avro;

/// <summary>A schema's text is not a valid Avro schema.</summary>
public sealed class AvroSchemaException : Exception
{
    public AvroSchemaException(string path, string message)
        : base(path.Length == 0 ? message : $"{path}: {message}")
    {
        Path = path;
    }

    public AvroSchemaException(string path, string message, Exception inner)
        : base(path.Length == 0 ? message : $"{path}: {message}", inner)
    {
        Path = path;
    }

    /// <summary>Where in the schema, for example <c>torghut.v1.Trade.payload</c>; empty for the root.</summary>
    public string Path { get; }
}
