using System.Globalization;
using System.Text;

namespace Torghut.Ops.Http;

/// <summary>
/// Rows as a file for spreadsheets (RFC 4180). A text that a spreadsheet would take for a formula gets an apostrophe in front
/// (<see href="https://owasp.org/www-community/attacks/CSV_Injection">CSV injection</see>); numbers are written as they are.
/// </summary>
internal sealed class CsvWriter
{
    public const string ContentType = "text/csv; charset=utf-8; header=present";

    private const string NewLine = "\r\n";

    private readonly StringBuilder _text = new();
    private readonly int _columns;

    public CsvWriter(params IReadOnlyList<string> columns)
    {
        _columns = columns.Count;
        Append(columns);
    }

    /// <param name="cells">Text, numbers, instants, days, truth values or null; as many as there are columns.</param>
    public void Row(params IReadOnlyList<object?> cells)
    {
        if (cells.Count != _columns)
        {
            throw new ArgumentException($"{cells.Count} cells for {_columns} columns.", nameof(cells));
        }

        Append(cells);
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(_text.ToString());

    private void Append(IReadOnlyList<object?> cells)
    {
        for (var column = 0; column < cells.Count; column++)
        {
            if (column > 0)
            {
                _text.Append(',');
            }

            _text.Append(Cell(cells[column]));
        }

        _text.Append(NewLine);
    }

    private static string Cell(object? value) => value switch
    {
        null => "",
        string text => Quote(Guard(text)),
        double number => double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "",
        bool truth => truth ? "true" : "false",
        DateTimeOffset instant => UtcInstantConverter.Write(instant),
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        decimal or int or long => ((IFormattable)value).ToString(null, CultureInfo.InvariantCulture),
        _ => Quote(Guard(value.ToString() ?? "")),
    };

    private static string Guard(string text) => text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' ? "'" + text : text;

    private static string Quote(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
