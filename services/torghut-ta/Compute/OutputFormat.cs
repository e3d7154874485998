namespace Torghut.Ta.Compute;

/// <summary>How results are written.</summary>
internal enum OutputFormat
{
    Csv,
    Avro,
}
