namespace Torghut.Sandbox.Alpaca.Lean;

/// <summary>A recorded row that cannot be read; names the file and the row. Reading it again gives the same.</summary>
public sealed class LeanFormatException(string file, long row, string problem)
    : FormatException($"{file}, row {row}: {problem}")
{
    public string File { get; } = file;

    public long Row { get; } = row;
}
