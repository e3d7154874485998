namespace Torghut.Ops.Http;

/// <summary>What an answer is written as.</summary>
internal enum ExportFormat
{
    Json,

    /// <summary>A file of the rows, for a spreadsheet.</summary>
    Csv,
}
